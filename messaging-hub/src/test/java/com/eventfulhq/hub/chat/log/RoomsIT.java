package com.eventfulhq.hub.chat.log;

import static com.eventfulhq.hub.chat.log.ChatsUnderTest.ask;
import static com.eventfulhq.hub.chat.log.ChatsUnderTest.code;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What commands leave in the database, and what they are answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomsIT {

    private final ChatsUnderTest chats = new ChatsUnderTest("eventful.chat.rates.enabled=false");
    private final UUID ana = chats.person();
    private final UUID ben = chats.person();
    private final UUID eve = chats.person();
    private final UUID room = chats.conversation(ana, ben);

    @AfterAll
    void stop() {
        chats.close();
    }

    private static List<Long> evs(List<JsonNode> frames) {
        return frames.stream().map(frame -> frame.path("ev").asLong()).toList();
    }

    private JsonNode send(UUID by, UUID conversation, Object... members) {
        return chats.one(ask(by, "send", conversation, members));
    }

    private String message(UUID by, UUID conversation, String content) {
        return chats.say(by, conversation, content).path("message_id").asString();
    }

    @Test
    void aConversationBeginsWithItsCreationAndNumbersWhatFollows() {
        var conversation = UUID.randomUUID();
        var answers = chats.write(List.of(
                ask(ana, "create", conversation, "title", "Fair", "participants", List.of(ben)),
                ask(ana, "send", conversation, "content", "one"),
                ask(ben, "send", conversation, "content", "two")));

        assertThat(answers).extracting(answer -> answer.path("ev").asLong()).containsExactly(1L, 2L, 3L);
        assertThat(answers.getLast().path("message_no").asLong()).isEqualTo(2);
        var frames = chats.frames(conversation);
        assertThat(evs(frames)).containsExactly(1L, 2L, 3L);
        assertThat(frames.getFirst().path("participants")).hasSize(2);
        assertThat(frames.get(1).path("message").path("content").asString()).isEqualTo("one");
        assertThat(frames.get(1).path("by").asString()).isEqualTo(ana.toString());
        assertThat(chats.row(
                        "SELECT last_ev, last_message_no, participant_count FROM communications.conversation_heads WHERE conversation_id = ?::uuid",
                        conversation.toString()))
                .isEqualTo(Map.of("last_ev", "3", "last_message_no", "2", "participant_count", "2"));
    }

    @Test
    void theCreatorIsItsOwnerAndItsAuthor() {
        assertThat(chats.participant(room, ana)).containsEntry("role", "owner");
        assertThat(chats.row(
                        "SELECT created_by_user_id FROM communications.internal_conversations WHERE conversation_id = ?::uuid",
                        room.toString()))
                .containsEntry("created_by_user_id", ana.toString());
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndDoesNothing() {
        var asked = ask(ana, "send", room, "content", "once");
        var answers = chats.write(List.of(asked, asked));
        var draft = chats.draft(List.of(asked));

        assertThat(answers.get(1)).isEqualTo(answers.getFirst());
        assertThat(draft.answerTo(draft.commands().getFirst()))
                .contains(answers.getFirst().path("message_id").asString());
        assertThat(draft.events()).isEmpty();
        assertThat(draft.repeated()).hasSize(1);
    }

    @Test
    void aRepeatOfWhatChangedNothingChangesNothingLaterEither() {
        var message = message(ana, room, "like me");
        chats.one(ask(ben, "react", room, "message_id", message, "reaction", "+1"));
        var again = ask(ben, "react", room, "message_id", message, "reaction", "+1");
        var first = chats.one(again);
        chats.one(ask(ben, "unreact", room, "message_id", message, "reaction", "+1"));

        assertThat(chats.one(again)).isEqualTo(first);
        assertThat(chats.hub.count(
                        "SELECT count(*) FROM communications.message_reactions WHERE message_id = ?::uuid", message))
                .isZero();
    }

    @Test
    void anothersConversationIsNotThere() {
        var message = message(ana, room, "private");

        assertThat(code(chats.say(eve, room, "hello?"))).isEqualTo("not-found");
        assertThat(code(chats.one(ask(eve, "read", room, "ev", 1)))).isEqualTo("not-found");
        assertThat(chats.one(ask(eve, "create", room))).isEqualTo(chats.say(eve, room, "hello?"));
        assertThat(chats.one(ask(eve, "react", room, "message_id", message, "reaction", "x")))
                .isEqualTo(chats.one(ask(eve, "react", UUID.randomUUID(), "message_id", message, "reaction", "x")));
    }

    @Test
    void ownConversationsAreNotMadeTwice() {
        assertThat(code(chats.one(ask(ana, "create", room)))).isEqualTo("conflict");
    }

    @Test
    void whatComesAfterSomethingWaitsForIt() {
        var first = ask(ana, "send", room, "content", "first");
        var second = ask(ana, "send", room, "content", "second", "after", first.clientEventId());

        assertThat(code(chats.one(second))).isEqualTo("out-of-order");
        assertThat(chats.write(List.of(first, second)))
                .extracting(ChatsUnderTest::code)
                .containsOnly("ok");
        assertThat(code(chats.one(ask(ana, "send", room, "content", "3", "after", first.clientEventId()))))
                .isEqualTo("ok");
    }

    @Test
    void anEditKeepsEveryVersionAndStatesTheOneItRead() {
        var message = message(ana, room, "helo");

        var edited = chats.one(ask(ana, "edit", room, "message_id", message, "content", "hello", "version", 1));
        var stale = chats.one(ask(ana, "edit", room, "message_id", message, "content", "hallo", "version", 1));

        assertThat(edited.path("version").asInt()).isEqualTo(2);
        assertThat(code(stale)).isEqualTo("stale-version");
        assertThat(stale.path("error").path("current").asInt()).isEqualTo(2);
        assertThat(chats.hub.rows(
                        "SELECT edit_version, content FROM communications.message_edits WHERE message_id = ?::uuid ORDER BY 1",
                        message))
                .containsExactly(
                        Map.of("edit_version", "1", "content", "helo"),
                        Map.of("edit_version", "2", "content", "hello"));
        assertThat(code(chats.one(ask(ben, "edit", room, "message_id", message, "content", "x", "version", 2))))
                .isEqualTo("not-entitled");
    }

    @Test
    void aDeletionIsSoftIsAttributedAndTakesTheContentOutOfTheFrames() {
        var conversation = chats.conversation(ana, ben);
        var message = message(ben, conversation, "oops");
        chats.one(ask(ben, "edit", conversation, "message_id", message, "content", "oops!", "version", 1));

        chats.one(ask(ana, "delete", conversation, "message_id", message));

        assertThat(chats.row(
                        "SELECT is_deleted, deleted_by_user_id, content FROM communications.internal_messages WHERE message_id = ?::uuid",
                        message))
                .isEqualTo(Map.of("is_deleted", "t", "deleted_by_user_id", ana.toString(), "content", "oops!"));
        assertThat(chats.row(
                        "SELECT changed_by_user_id FROM security.entity_audit_log WHERE entity_id = ?::uuid AND operation = 'SOFT_DELETE'",
                        message))
                .containsEntry("changed_by_user_id", ana.toString());
        var frames = chats.frames(conversation);
        assertThat(frames.get(1).path("message").path("deleted").asBoolean()).isTrue();
        assertThat(frames.get(2).path("deleted").asBoolean()).isTrue();
        assertThat(frames.toString()).doesNotContain("oops");
        assertThat(evs(frames)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void anEditAndADeletionOfOneBatchAreEachInTheirOwnName() {
        var message = message(ben, room, "a");
        var draft = chats.draft(List.of(
                ask(ben, "edit", room, "message_id", message, "content", "gone by then", "version", 1),
                ask(ana, "delete", room, "message_id", message)));

        assertThat(chats.hub.rows(
                        "SELECT operation, changed_by_user_id FROM security.entity_audit_log WHERE entity_id = ?::uuid ORDER BY audit_id",
                        message))
                .containsExactly(
                        Map.of("operation", "UPDATE", "changed_by_user_id", ben.toString()),
                        Map.of("operation", "SOFT_DELETE", "changed_by_user_id", ana.toString()));
        assertThat(draft.events().getFirst().frame()).doesNotContain("gone by then");
    }

    @Test
    void readingMovesForwardOnlyAndSendingReads() {
        var conversation = chats.conversation(ana, ben);
        chats.say(ana, conversation, "1");
        chats.say(ana, conversation, "2");

        chats.write(List.of(
                ask(ben, "delivered", conversation, "ev", 3),
                ask(ben, "read", conversation, "ev", 2),
                ask(ben, "read", conversation, "ev", 1)));
        assertThat(chats.participant(conversation, ben))
                .containsEntry("read_ev", "2")
                .containsEntry("read_message_no", "1")
                .containsEntry("delivered_ev", "3");

        chats.one(ask(ben, "read", conversation, "ev", 99));
        assertThat(chats.participant(conversation, ben))
                .containsEntry("read_ev", "3")
                .containsEntry("read_message_no", "2");
        assertThat(chats.participant(conversation, ana)).containsEntry("read_message_no", "2");
    }

    @Test
    void whoIsAddedHasNothingUnreadAndWhoIsRemovedIsOut() {
        var conversation = chats.conversation(ana, ben);
        chats.say(ana, conversation, "before");

        var draft = chats.draft(List.of(ask(ana, "add", conversation, "user_ids", List.of(eve, ben))));
        assertThat(draft.telling().people()).extracting(entry -> entry.key()).contains(eve);
        assertThat(chats.participant(conversation, eve))
                .containsEntry("read_ev", "3")
                .containsEntry("read_message_no", "1");
        assertThat(chats.frames(conversation).getLast().path("user_ids")).hasSize(1);

        draft = chats.draft(List.of(ask(ana, "remove", conversation, "user_id", eve)));
        assertThat(draft.telling().left()).extracting(Telling.Left::userId).containsExactly(eve);
        assertThat(code(chats.say(eve, conversation, "still here?"))).isEqualTo("not-found");
    }

    @Test
    void theLastOwnerStaysWhileOthersAreThere() {
        var conversation = chats.conversation(ana, ben);

        assertThat(code(chats.one(ask(ana, "remove", conversation, "user_id", ana))))
                .isEqualTo("conflict");
        assertThat(chats.write(List.of(
                        ask(ana, "set_role", conversation, "user_id", ben, "role", "owner"),
                        ask(ana, "remove", conversation, "user_id", ana),
                        ask(ben, "remove", conversation, "user_id", ben))))
                .extracting(ChatsUnderTest::code)
                .containsOnly("ok");
    }

    @Test
    void membersDoNotAdminister() {
        var message = message(ana, room, "mine");

        assertThat(chats.write(List.of(
                        ask(ben, "rename", room, "title", "x"),
                        ask(ben, "archive", room),
                        ask(ben, "add", room, "user_ids", List.of(eve)),
                        ask(ben, "remove", room, "user_id", ana),
                        ask(ben, "set_role", room, "user_id", ben, "role", "owner"),
                        ask(ben, "pin", room, "message_id", message),
                        ask(ben, "delete", room, "message_id", message))))
                .extracting(ChatsUnderTest::code)
                .containsOnly("not-entitled");
    }

    @Test
    void nothingIsSentToAnArchivedConversationUntilItIsRestored() {
        var conversation = chats.conversation(ana, ben);

        assertThat(chats.write(List.of(
                        ask(ana, "archive", conversation),
                        ask(ben, "send", conversation, "content", "x"),
                        ask(ana, "restore", conversation),
                        ask(ben, "send", conversation, "content", "x"))))
                .extracting(ChatsUnderTest::code)
                .containsExactly("ok", "conflict", "ok", "ok");
        assertThat(chats.row(
                        "SELECT archived_at IS NULL AS open, updated_by_user_id FROM communications.internal_conversations WHERE conversation_id = ?::uuid",
                        conversation.toString()))
                .isEqualTo(Map.of("open", "t", "updated_by_user_id", ana.toString()));
    }

    @Test
    void repliesMentionsAndPinsAreKept() {
        var message = message(ana, room, "who comes?");
        send(ben, room, "content", "me", "reply_to", message, "mentions", List.of(ana));
        chats.one(ask(ana, "pin", room, "message_id", message));

        assertThat(chats.row(
                        "SELECT reply_count, pinned_by_user_id, version FROM communications.internal_messages WHERE message_id = ?::uuid",
                        message))
                .isEqualTo(Map.of("reply_count", "1", "pinned_by_user_id", ana.toString(), "version", "1"));
        assertThat(chats.hub.count(
                        "SELECT count(*) FROM communications.message_mentions WHERE user_id = ?::uuid", ana.toString()))
                .isEqualTo(1);
        assertThat(code(send(ben, room, "content", "x", "mentions", List.of(eve))))
                .isEqualTo("invalid-value");
        assertThat(code(send(ben, room, "content", "x", "reply_to", UUID.randomUUID())))
                .isEqualTo("not-found");
    }

    @Test
    void onlyWhoReadsAMessageForwardsIt() {
        var message = message(ana, room, "pass it on");
        var other = chats.conversation(ben, eve);
        var source = Map.of("conversation_id", room, "message_id", message);

        send(ben, other, "forward_of", source);

        var forwarded = chats.frames(other).getLast().path("message");
        assertThat(forwarded.path("content").asString()).isEqualTo("pass it on");
        assertThat(forwarded.path("forwarded_from").asString()).isEqualTo(message);
        assertThat(code(send(eve, other, "forward_of", source))).isEqualTo("not-found");
    }

    @Test
    void nobodyWritesToWhoHasBlockedThemWhenTheyAreTwo() {
        var two = chats.conversation(ana, eve);
        var three = chats.conversation(ana, eve, ben);
        chats.hub.rows(
                "INSERT INTO communications.user_blocks (user_id, blocked_user_id) VALUES (?::uuid, ?::uuid) RETURNING 1",
                eve.toString(),
                ana.toString());

        assertThat(code(chats.say(ana, two, "please"))).isEqualTo("not-entitled");
        assertThat(code(chats.say(eve, two, "no"))).isEqualTo("not-entitled");
        assertThat(code(chats.say(ana, three, "hello all"))).isEqualTo("ok");
        assertThat(chats.write(List.of(
                        ask(ana, "remove", three, "user_id", ben),
                        ask(ana, "send", three, "content", "alone at last"))))
                .extracting(ChatsUnderTest::code)
                .containsExactly("ok", "not-entitled");
    }

    @Test
    void whatAConversationIsAboutIsThere() {
        assertThat(code(chats.one(ask(
                        ana,
                        "create",
                        UUID.randomUUID(),
                        "related_entity_type",
                        "teams",
                        "related_entity_id",
                        com.eventfulhq.hub.HubUnderTest.TEAM))))
                .isEqualTo("ok");
        assertThat(code(chats.one(ask(
                        ana,
                        "create",
                        UUID.randomUUID(),
                        "related_entity_type",
                        "bookings",
                        "related_entity_id",
                        UUID.randomUUID()))))
                .isEqualTo("not-found");
        assertThat(code(chats.one(ask(
                        ana,
                        "create",
                        UUID.randomUUID(),
                        "related_entity_type",
                        "moons",
                        "related_entity_id",
                        UUID.randomUUID()))))
                .isEqualTo("invalid-value");
    }

    @Test
    void aMuteIsKeptAndToldToThePersonAlone() {
        var draft = chats.draft(List.of(ask(ana, "mute", room, "until", "2100-01-01T00:00:00Z")));

        assertThat(draft.telling().people()).extracting(entry -> entry.key()).containsExactly(ana);
        assertThat(chats.hub.count(
                        "SELECT count(*) FROM communications.conversation_participants WHERE muted_until > now() AND conversation_id = ?::uuid",
                        room.toString()))
                .isEqualTo(1);
    }
}
