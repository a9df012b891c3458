package com.eventfulhq.infra.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the communications schema keeps, tried by the messaging hub, and by somebody who was granted more than it. */
@RealServers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommunicationsRulesIT {

    private static final String HUB = "messaging_hub";
    /** Whoever may write everything. */
    private static final String GRANTED = "community_domain";

    private static final List<String> TABLES = List.of(
            "communications.whatsapp_conversations",
            "communications.whatsapp_messages",
            "communications.whatsapp_message_statuses",
            "communications.whatsapp_templates",
            "communications.whatsapp_changes",
            "communications.whatsapp_quarantine",
            "communications.internal_conversations",
            "communications.conversation_participants",
            "communications.internal_messages",
            "communications.conversation_heads",
            "communications.conversation_events",
            "communications.conversation_answers",
            "communications.message_edits",
            "communications.message_reactions",
            "communications.message_mentions",
            "communications.user_blocks");

    private DatabaseAddress database;

    @AutoClose
    private SessionsByRole sessions;

    private String before;

    @BeforeAll
    void aConversation(TestServers servers) {
        database = servers.newDatabase();
        Sql.script(database, Names.in("""
                INSERT INTO security.users (user_id, email, primary_archetype) VALUES (<ana>, 'ana@example.com', 'Fan');
                INSERT INTO identity.teams (team_id, team_name, team_type) VALUES (<team>, 'Sala Gran', 'venue');
                INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id, team_id, status)
                VALUES ('number', 'waba', <team>, 'active');
                INSERT INTO communications.whatsapp_contacts (contact_id) VALUES (<guest>), (<other_guest>), (<third_guest>);
                INSERT INTO communications.whatsapp_conversations (conversation_id, business_phone_number_id, contact_id, whatsapp_phone_number)
                VALUES (<thread>, 'number', <guest>, '34600000001'), (<other_thread>, 'number', <other_guest>, '34600000002');
                INSERT INTO communications.whatsapp_templates (template_id, team_id, template_name, category, body_text)
                VALUES (<template>, <team>, 'reminder', 'utility', 'See you on {{1}}'), (<common>, NULL, 'welcome', 'utility', 'Hello');
                INSERT INTO communications.whatsapp_messages (message_id, conversation_id, whatsapp_message_id, direction, message_type, text_content, status, error_title)
                VALUES (<received>, <thread>, 'wamid.in', 'inbound', 'text', 'Any seats left?', 'received', NULL),
                    (<queued>, <thread>, NULL, 'outbound', 'text', 'Yes', 'queued', NULL),
                    (<sent>, <thread>, 'wamid.out', 'outbound', 'text', 'Two', 'sent', NULL),
                    (<read>, <thread>, 'wamid.read', 'outbound', 'text', 'Row 5', 'read', NULL),
                    (<failed>, <thread>, 'wamid.failed', 'outbound', 'text', 'Bye', 'failed', 'Message undeliverable'),
                    (<lost>, <thread>, NULL, 'outbound', 'text', 'Hello?', 'failed', 'unknown-outcome');
                INSERT INTO communications.whatsapp_messages (message_id, conversation_id, direction, message_type, media_url, status)
                VALUES (<picture>, <thread>, 'inbound', 'image', 'https://x', 'received'), (<unfetched>, <thread>, 'inbound', 'video', NULL, 'received');
                INSERT INTO communications.whatsapp_message_statuses (message_id, status, provider_timestamp) VALUES (<sent>, 'sent', now());
                INSERT INTO communications.whatsapp_changes (change_sha256, field, payload, received_at) VALUES ('a', 'calls', '1', now());
                INSERT INTO communications.whatsapp_quarantine (body_sha256, reason, body, received_at) VALUES ('a', 'no JSON', 'x', now());
                INSERT INTO communications.internal_conversations (conversation_id, title) VALUES (<chat>, 'Spring fair');
                INSERT INTO communications.conversation_participants (conversation_id, user_id) VALUES (<chat>, <ana>);
                INSERT INTO communications.internal_messages (message_id, conversation_id, sender_user_id, message_no, content)
                VALUES (<line>, <chat>, <ana>, 1, 'Hello');
                INSERT INTO communications.conversation_heads (conversation_id, last_ev, last_message_no, participant_count) VALUES (<chat>, 2, 1, 1);
                INSERT INTO communications.conversation_events (conversation_id, ev, kind, actor_user_id, client_event_id, message_id, message_no,
                    answer, frame, created_at)
                VALUES (<chat>, 2, 'message', <ana>, <command>, <line>, 1, '"ok":true', '{}', now());
                INSERT INTO communications.conversation_answers VALUES (<chat>, <ana>, <other_command>, '"ok":true', now());
                INSERT INTO communications.message_edits VALUES (<line>, 1, 'Hello', now(), <ana>);
                INSERT INTO communications.message_reactions (message_id, user_id, reaction) VALUES (<line>, <ana>, '+1');
                INSERT INTO communications.message_mentions VALUES (<ana>, <chat>, 1);
                INSERT INTO security.users (user_id, email, primary_archetype) VALUES (<ben>, 'ben@example.com', 'Fan');
                INSERT INTO communications.user_blocks (user_id, blocked_user_id) VALUES (<ana>, <ben>);
                GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA communications TO community_domain;
                """));
        sessions = new SessionsByRole(database);
        before = TableContents.of(database, TABLES);
    }

    @AfterEach
    void nothingChanged() {
        assertThat(TableContents.of(database, TABLES)).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"conversations", "messages", "chat", "chatLog"})
    @DisplayName("the messaging hub")
    void asTheHub(Trial rule) {
        rule.holdsIn(sessions);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"fixed", "forward", "kept", "keptOfChats"})
    @DisplayName("whoever may write everything")
    void asSomebodyWithEveryRight(Trial rule) {
        rule.as(GRANTED).holdsIn(sessions);
    }

    @Test
    @DisplayName("retention, as the owner of the database, may redact what was said")
    void retentionRedacts() {
        try (var owner = Session.as("postgres", database)) {
            assertThat(
                            owner.refusal(
                                    "UPDATE communications.whatsapp_messages SET text_content = NULL WHERE message_id = <received>"))
                    .isEqualTo(Session.ACCEPTED);
            assertThat(owner.refusal("DELETE FROM communications.whatsapp_message_statuses"))
                    .isEqualTo(Session.ACCEPTED);
        }
    }

    private static Trial refused(String rule, String state, String sql) {
        return Trial.refused(rule, state, HUB, sql);
    }

    private static Trial accepted(String rule, String sql) {
        return Trial.accepted(rule, HUB, sql);
    }

    private static String conversation(String columns, String values) {
        return "INSERT INTO communications.whatsapp_conversations (contact_id, " + columns + ") VALUES (<third_guest>, "
                + values + ")";
    }

    private static String setConversation(String assignment) {
        return "UPDATE communications.whatsapp_conversations SET " + assignment + " WHERE conversation_id = <thread>";
    }

    static Stream<Trial> conversations() {
        var columns = "business_phone_number_id, whatsapp_phone_number";
        return Stream.of(
                accepted("a conversation has a number and a person", conversation(columns, "'number', '34600000003'")),
                accepted(
                        "a person may be known by the business-scoped id alone",
                        conversation("business_phone_number_id, whatsapp_user_id", "'number', 'ES.1'")),
                refused("by phone number or by that id", "23514", conversation("business_phone_number_id", "'number'")),
                refused(
                        "a phone number has at most 20 digits",
                        "22001",
                        conversation(columns, "'number', repeat('3', 21)")),
                refused(
                        "a conversation needs a business number",
                        "23502",
                        conversation(columns, "NULL, '34600000003'")),
                refused("the business number is known", "23503", conversation(columns, "'nobody', '34600000003'")),
                refused(
                        "all messages of a person are in one conversation per number",
                        "23505",
                        "INSERT INTO communications.whatsapp_conversations (contact_id, " + columns
                                + ") VALUES (<guest>, 'number', '34600000001')"),
                refused(
                        "a conversation is active, ended, blocked or archived",
                        "23514",
                        setConversation("status = 'open'")),
                accepted("active", setConversation("status = 'active'")),
                accepted("ended", setConversation("status = 'ended'")),
                accepted("blocked", setConversation("status = 'blocked'")),
                accepted("archived", setConversation("status = 'archived'")),
                refused("a conversation always has a status", "23502", setConversation("status = NULL")),
                refused("its registered user exists", "23503", setConversation("user_id = <nobody>")),
                accepted("its user may be registered", setConversation("user_id = <ana>")),
                refused("whom it is assigned to exists", "23503", setConversation("assigned_agent_id = <nobody>")),
                accepted("it may be assigned to an agent", setConversation("assigned_agent_id = <ana>")),
                accepted("it may be assigned to a bot", setConversation("assigned_bot = 'concierge'")),
                accepted("it may be categorised", setConversation("conversation_category = 'tickets'")),
                refused(
                        "no window is open before the user has written",
                        "23514",
                        setConversation("session_expires_at = now()")),
                accepted(
                        "what the user writes opens it for 24 hours",
                        setConversation("last_inbound_at = now(), session_expires_at = now() + interval '24 hours'")),
                refused(
                        "and not longer",
                        "23514",
                        setConversation(
                                "last_inbound_at = now(), session_expires_at = now() + interval '24 hours 1 second'")),
                refused(
                        "the user having written is not forgotten while it is open",
                        "23514",
                        setConversation("last_inbound_at = now(), session_expires_at = now()") + "; "
                                + setConversation("last_inbound_at = NULL")),
                refused(
                        "the hub deletes no conversation",
                        "42501",
                        "DELETE FROM communications.whatsapp_conversations"));
    }

    @Test
    @DisplayName("a new conversation is active and has no window until the user has written")
    void aNewConversation() {
        assertThat(
                        sessions.as(HUB)
                                .value(
                                        "SELECT status || coalesce(session_expires_at::text, ', closed') FROM communications.whatsapp_conversations WHERE conversation_id = <thread>"))
                .isEqualTo("active, closed");
    }

    private static String message(String columns, String values) {
        return "INSERT INTO communications.whatsapp_messages (" + columns + ") VALUES (" + values + ")";
    }

    private static String setMessage(String assignment, String message) {
        return "UPDATE communications.whatsapp_messages SET " + assignment + " WHERE message_id = <" + message + ">";
    }

    static Stream<Trial> messages() {
        var columns = "conversation_id, direction, message_type";
        var template = columns + ", template_name";
        return Stream.of(
                accepted(
                        "a message has a conversation, a direction and a type",
                        message(columns, "<thread>, 'inbound', 'text'")),
                refused("a message needs a conversation", "23502", message(columns, "NULL, 'inbound', 'text'")),
                refused("its conversation exists", "23503", message(columns, "<nobody>, 'inbound', 'text'")),
                refused("a message needs a direction", "23502", message(columns, "<thread>, NULL, 'text'")),
                refused("a message is inbound or outbound", "23514", message(columns, "<thread>, 'sideways', 'text'")),
                refused("a message needs a type", "23502", message(columns, "<thread>, 'inbound', NULL")),
                accepted("an unknown type is stored", message(columns, "<thread>, 'inbound', 'hologram'")),
                refused(
                        "Meta's id of a message is unique",
                        "23505",
                        message(columns + ", whatsapp_message_id", "<thread>, 'inbound', 'text', 'wamid.in'")),
                accepted(
                        "only what we send as a template names one",
                        message(template, "<thread>, 'outbound', 'template', 'reminder'")),
                refused(
                        "an inbound message names no template",
                        "23514",
                        message(template, "<thread>, 'inbound', 'template', 'x'")),
                refused("free text names no template", "23514", message(template, "<thread>, 'outbound', 'text', 'x'")),
                refused(
                        "a media URL has at most 500 characters",
                        "22001",
                        message(columns + ", media_url", "<thread>, 'inbound', 'image', repeat('x', 501)")),
                accepted(
                        "a message that carries media says where it is",
                        message(columns + ", media_url", "<thread>, 'inbound', 'image', 'https://x'")),
                refused(
                        "a text carries no media",
                        "23514",
                        message(columns + ", media_url", "<thread>, 'inbound', 'text', 'https://x'")),
                refused(
                        "a status is one of the list",
                        "23514",
                        message(columns + ", status", "<thread>, 'outbound', 'text', 'gone'")),
                accepted("the hub moves a status forward", setMessage("status = 'delivered'", "sent")),
                accepted("the hub learns Meta's id", setMessage("whatsapp_message_id = 'wamid.new'", "queued")),
                accepted(
                        "what was analysed is written later",
                        setMessage("ai_intent = 'tickets', ai_sentiment = 'positive'", "received")),
                refused("what we sent is not analysed", "23514", setMessage("ai_intent = 'tickets'", "sent")),
                refused("nor felt", "23514", setMessage("ai_sentiment = 'neutral'", "sent")),
                accepted("negative", setMessage("ai_sentiment = 'negative'", "received")),
                accepted("neutral", setMessage("ai_sentiment = 'neutral'", "received")),
                refused(
                        "a sentiment is positive, negative or neutral",
                        "23514",
                        setMessage("ai_sentiment = 'angry'", "received")),
                refused("the hub may not touch what was said", "42501", setMessage("text_content = 'x'", "sent")),
                refused(
                        "the hub may not move a message elsewhere",
                        "42501",
                        setMessage("conversation_id = <other_thread>", "sent")),
                refused("the hub deletes no message", "42501", "DELETE FROM communications.whatsapp_messages"));
    }

    @Test
    @DisplayName("a new message has the status sent, and the time it was recorded")
    void aNewMessage() {
        try (var owner = Session.as("messaging_hub", database)) {
            owner.begin();
            assertThat(owner.value(message("conversation_id, direction, message_type", "<thread>, 'outbound', 'text'")
                            + " RETURNING status || (created_at = now())::text"))
                    .isEqualTo("senttrue");
        }
    }

    private static final List<String> FIXED = List.of(
            "message_id = <nobody>",
            "conversation_id = <other_thread>",
            "direction = 'outbound'",
            "message_type = 'image'",
            "text_content = 'something else'",
            "content = '{}'",
            "context_message_id = 'wamid.x'",
            "provider_timestamp = '2026-01-01'",
            "sender_user_id = <ana>",
            "reference = 'x'",
            "send_before = '2026-01-01'",
            "log_partition = 1",
            "log_offset = 1",
            "created_at = '2026-01-01'");

    static Stream<Trial> fixed() {
        var columns = FIXED.stream()
                .map(assignment -> refused(
                        "whatsapp_messages." + assignment.substring(0, assignment.indexOf(' ')) + " never changes",
                        "VE003",
                        setMessage(assignment, "received")));
        return Stream.concat(
                columns,
                Stream.of(
                        refused(
                                "the template of a message never changes",
                                "VE003",
                                setMessage(
                                        "message_type = 'template', template_name = 'reminder', template_id = <template>",
                                        "queued")),
                        refused(
                                "Meta's id is learnt once",
                                "VE003",
                                setMessage("whatsapp_message_id = 'wamid.new'", "sent")),
                        refused("and not forgotten", "VE003", setMessage("whatsapp_message_id = NULL", "sent")),
                        refused(
                                "what a message carries is learnt once",
                                "VE003",
                                setMessage("media_url = 'https://y'", "picture")),
                        refused("and not forgotten either", "VE003", setMessage("media_url = NULL", "picture")),
                        accepted("what is fetched is then known", setMessage("media_url = 'https://x'", "unfetched")),
                        accepted("writing the same again changes nothing", setMessage("text_content = 'Two'", "sent")),
                        refused(
                                "messages are not deleted",
                                "VE001",
                                "DELETE FROM communications.whatsapp_messages WHERE message_id = <queued>")));
    }

    private static final List<String> CHAIN =
            List.of("queued", "accepted", "sent", "failed", "delivered", "read", "played");

    static Stream<Trial> forward() {
        var chain = Stream.of("queued", "sent", "failed", "read")
                .flatMap(from -> CHAIN.stream().map(to -> {
                    boolean forward = CHAIN.indexOf(to) >= CHAIN.indexOf(from);
                    var move = setMessage("status = '" + to + "'", from);
                    return forward
                            ? accepted("from " + from + " to " + to, move)
                            : refused("not from " + from + " back to " + to, "VE004", move);
                }));
        return Stream.concat(
                chain,
                Stream.of(
                        accepted(
                                "a call whose answer was lost did reach Meta after all",
                                setMessage("status = 'accepted'", "lost")),
                        refused("but was never only queued", "VE004", setMessage("status = 'queued'", "lost")),
                        refused("what was received stays received", "VE004", setMessage("status = 'read'", "received")),
                        refused("what we sent was not received", "VE004", setMessage("status = 'received'", "sent"))));
    }

    static Stream<Trial> kept() {
        return Stream.of(
                refused(
                        "a status that Meta told is not changed",
                        "VE001",
                        "UPDATE communications.whatsapp_message_statuses SET status = 'read'"),
                refused("nor removed", "VE001", "DELETE FROM communications.whatsapp_message_statuses"),
                refused(
                        "each status of a message is kept once",
                        "23505",
                        "INSERT INTO communications.whatsapp_message_statuses (message_id, status, provider_timestamp) VALUES (<sent>, 'sent', now())"),
                refused(
                        "what else Meta told is not changed",
                        "VE001",
                        "UPDATE communications.whatsapp_changes SET field = 'x'"),
                refused("nor removed", "VE001", "DELETE FROM communications.whatsapp_changes"),
                refused(
                        "what could not be read is not changed",
                        "VE001",
                        "UPDATE communications.whatsapp_quarantine SET reason = 'x'"),
                refused("nor removed", "VE001", "DELETE FROM communications.whatsapp_quarantine"));
    }

    private static String line(String values) {
        return "INSERT INTO communications.internal_messages (conversation_id, sender_user_id, message_no, content) VALUES ("
                + values + ", 'x')";
    }

    static Stream<Trial> chat() {
        var about =
                "INSERT INTO communications.internal_conversations (related_entity_id, related_entity_type) VALUES (";
        var participant = "INSERT INTO communications.conversation_participants (conversation_id, user_id) VALUES (";
        return Stream.of(
                accepted("a chat may be about anything, and has no need of a title", about + "<event>, 'events')"),
                refused("what it is about has an id and a type", "23514", about + "<event>, NULL)"),
                refused("and not a type alone", "23514", about + "NULL, 'events')"),
                refused("somebody takes part once", "23505", participant + "<chat>, <ana>)"),
                refused("who takes part exists", "23503", participant + "<chat>, <nobody>)"),
                refused("the chat exists", "23503", participant + "<nobody>, <ana>)"),
                accepted("a message has a chat and a sender", line("<chat>, <ana>, 2")),
                refused("a message needs a chat", "23502", line("NULL, <ana>, 2")),
                refused("a message needs a sender", "23502", line("<chat>, NULL, 2")),
                refused("its chat exists", "23503", line("<nobody>, <ana>, 2")),
                refused("its sender exists", "23503", line("<chat>, <nobody>, 2")));
    }

    private static String event(String ev, String command, String messageNo) {
        return "INSERT INTO communications.conversation_events (conversation_id, ev, kind, actor_user_id, client_event_id, message_no, answer, frame, created_at) "
                + "VALUES (<chat>, " + ev + ", 'renamed', <ana>, <" + command + ">, " + messageNo
                + ", '', '{}', now())";
    }

    static Stream<Trial> chatLog() {
        var head = "UPDATE communications.conversation_heads SET ";
        var block = "INSERT INTO communications.user_blocks (user_id, blocked_user_id) VALUES (";
        var reaction = "INSERT INTO communications.message_reactions (message_id, user_id, reaction) VALUES (";
        return Stream.of(
                accepted("an event has the next number", event("3", "next_command", "1")),
                refused("a number is given once", "23505", event("2", "next_command", "1")),
                refused("a command becomes one event", "23505", event("3", "command", "1")),
                refused("numbers begin at 1", "23514", event("0", "next_command", "0")),
                refused("an event knows how many messages there were", "23502", event("3", "next_command", "NULL")),
                accepted(
                        "a deletion rewrites the frames of its message",
                        "UPDATE communications.conversation_events SET frame = '{}'"),
                refused("the hub removes no event", "42501", "DELETE FROM communications.conversation_events"),
                accepted("a head advances", head + "last_ev = 3"),
                refused("there are no more messages than events", "23514", head + "last_message_no = 3"),
                refused("nobody takes part less than not at all", "23514", head + "participant_count = -1"),
                refused(
                        "a thread has one head",
                        "23505",
                        "INSERT INTO communications.conversation_heads (conversation_id) VALUES (<chat>)"),
                refused("the hub removes no head", "42501", "DELETE FROM communications.conversation_heads"),
                refused(
                        "a message has one number",
                        "23505",
                        "INSERT INTO communications.internal_messages (conversation_id, sender_user_id, message_no, content) VALUES (<chat>, <ana>, 1, 'x')"),
                refused(
                        "the hub does not change what was answered",
                        "42501",
                        "UPDATE communications.conversation_answers SET answer = ''"),
                refused(
                        "nor what a message said before",
                        "42501",
                        "UPDATE communications.message_edits SET content = ''"),
                refused(
                        "each version is kept once",
                        "23505",
                        "INSERT INTO communications.message_edits VALUES (<line>, 1, 'x', now(), <ana>)"),
                refused("a reaction is given once", "23505", reaction + "<line>, <ana>, '+1')"),
                accepted("by each person", reaction + "<line>, <ben>, '+1')"),
                refused("to a message that is there", "23503", reaction + "<nobody>, <ana>, '+1')"),
                refused("it has at most 32 characters", "22001", reaction + "<line>, <ben>, repeat('x', 33))"),
                accepted("it is taken back", "DELETE FROM communications.message_reactions"),
                accepted("a mention is forgotten with its message", "DELETE FROM communications.message_mentions"),
                refused("nobody blocks themselves", "23514", block + "<ana>, <ana>)"),
                refused("a block is there once", "23505", block + "<ana>, <ben>)"),
                accepted("and ends", "DELETE FROM communications.user_blocks"),
                refused(
                        "the incarnation is changed by whoever restores the database",
                        "42501",
                        "UPDATE communications.list_incarnation SET incarnation = gen_random_uuid()"));
    }

    static Stream<Trial> keptOfChats() {
        return Stream.of(
                refused("an answer stays", "VE001", "UPDATE communications.conversation_answers SET answer = ''"),
                refused("and is not removed", "VE001", "DELETE FROM communications.conversation_answers"),
                refused("what a message said stays", "VE001", "UPDATE communications.message_edits SET content = ''"),
                refused("and is not removed", "VE001", "DELETE FROM communications.message_edits"));
    }

    @Test
    @DisplayName("that a message was answered is no change of it")
    void answersAreCounted() {
        try (var writer = Session.as(HUB, database)) {
            writer.begin();
            assertThat(writer.value("""
                            WITH answered AS (UPDATE communications.internal_messages SET reply_count = reply_count + 1 WHERE message_id = <line> RETURNING version)
                            SELECT version FROM answered""")).isEqualTo("0");
            assertThat(writer.value("SELECT count(*) FROM security.entity_audit_log WHERE entity_id = <line>"))
                    .isEqualTo("0");
        }
    }

    @Test
    @DisplayName("a chat message is edited with an audit trail, and deleted softly")
    void chatMessagesAreAudited() {
        try (var writer = Session.as("community_domain", database)) {
            writer.begin();
            assertThat(writer.value("""
                            WITH edited AS (UPDATE communications.internal_messages SET content = 'Hi' WHERE message_id = <line> RETURNING version)
                            SELECT version FROM edited""")).isEqualTo("1");
            assertThat(writer.value(
                            "SELECT old_values ->> 'content' FROM security.entity_audit_log WHERE entity_id = <line>"))
                    .isEqualTo("Hello");
            assertThat(writer.value("""
                            WITH gone AS (DELETE FROM communications.internal_messages WHERE message_id = <line> RETURNING 1)
                            SELECT count(*) FROM gone""")).isEqualTo("0");
            assertThat(writer.value(
                            "SELECT is_deleted FROM communications.internal_messages WHERE message_id = <line>"))
                    .isEqualTo("t");
        }
    }

    @Test
    @DisplayName("who takes part has joined now")
    void joined() {
        assertThat(sessions.as(HUB).value("SELECT count(joined_at) FROM communications.conversation_participants"))
                .isEqualTo("1");
    }
}
