package com.eventfulhq.infra.database;

import static com.eventfulhq.infra.database.Session.ACCEPTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.embedded.RealServers;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The references that triggers hold instead of foreign keys, from both sides; tried by the owner, who may do most. */
@RealServers
class BatchReferencesIT {

    private static final String MESSAGES =
            "INSERT INTO communications.whatsapp_messages (conversation_id, direction, message_type, status)"
                    + " SELECT unnest(?::uuid[]), 'inbound', 'text', 'received'";
    private static final String CHAT_MESSAGE =
            "INSERT INTO communications.internal_messages (conversation_id, sender_user_id, message_no) VALUES (?, ?, 1)";
    private static final String UNKNOWN = "23503";

    private final UUID known = UUID.randomUUID();
    private final UUID reader = UUID.randomUUID();
    private final UUID somebodyElse = UUID.randomUUID();
    private DatabaseAddress database;
    private Session owner;

    @BeforeEach
    void aConversationAndAReader(TestServers servers) {
        database = servers.newDatabase();
        owner = Session.as(database.user(), database);
        owner.run("INSERT INTO communications.business_phone_numbers (phone_number_id, waba_id) VALUES ('1', '1')");
        var contact = UUID.randomUUID();
        owner.run("INSERT INTO communications.whatsapp_contacts (contact_id) VALUES (?)", contact);
        owner.run(
                "INSERT INTO communications.whatsapp_conversations (conversation_id, business_phone_number_id, contact_id, whatsapp_user_id)"
                        + " VALUES (?, '1', ?, 'u')",
                known,
                contact);
        owner.run(
                "INSERT INTO security.users (user_id, email, primary_archetype) VALUES (?, 'a@example.com', 'Fan'), (?, 'b@example.com', 'Fan')",
                reader,
                somebodyElse);
        owner.run("DELETE FROM finance.wallets");
    }

    @AfterEach
    void leave() {
        owner.close();
    }

    @Test
    @DisplayName("a batch of messages of a known conversation is accepted")
    void acceptsKnownConversations() {
        assertThat(owner.refusal(MESSAGES, array(known, known, known))).isEqualTo(ACCEPTED);
    }

    @Test
    @DisplayName("one message of an unknown conversation has the whole batch refused")
    void refusesAnUnknownConversation() {
        assertThat(owner.refusal(MESSAGES, array(known, UUID.randomUUID(), known)))
                .isEqualTo(UNKNOWN);
    }

    @Test
    @DisplayName("a message is moved to a conversation that is there, or not at all")
    void refusesAMoveToNowhere() {
        owner.run(MESSAGES, array(known));

        assertThat(owner.refusal("UPDATE communications.whatsapp_messages SET conversation_id = ?", UUID.randomUUID()))
                .isEqualTo(UNKNOWN);
    }

    @Test
    @DisplayName("nobody removes, renames or empties conversations")
    void conversationsStay() {
        assertThat(owner.refusal("DELETE FROM communications.whatsapp_conversations"))
                .isEqualTo("VE001");
        assertThat(owner.refusal(
                        "UPDATE communications.whatsapp_conversations SET conversation_id = ?", UUID.randomUUID()))
                .isEqualTo("VE001");
        assertThat(owner.refusal("TRUNCATE communications.whatsapp_conversations CASCADE"))
                .isEqualTo("VE001");
    }

    @Test
    @DisplayName("a notification is for somebody, from a template and of a team that are there")
    void notificationsReferToWhatIsThere() {
        assertThat(owner.refusal(notification("recipient_user_id"), reader)).isEqualTo(ACCEPTED);
        assertThat(owner.refusal(notification("recipient_user_id"), UUID.randomUUID()))
                .isEqualTo(UNKNOWN);
        assertThat(owner.refusal(notification("recipient_address, template_id", "'a@example.com'"), UUID.randomUUID()))
                .isEqualTo(UNKNOWN);
        assertThat(owner.refusal(notification("recipient_address, team_id", "'a@example.com'"), UUID.randomUUID()))
                .isEqualTo(UNKNOWN);
    }

    @Test
    @DisplayName("who has notifications is not removed for good, who has none may be")
    void recipientsStay() {
        owner.run(notification("recipient_user_id"), reader);

        assertThat(owner.refusal("DELETE FROM security.users WHERE user_id = ?", reader))
                .isEqualTo(UNKNOWN);
        assertThat(owner.refusal("DELETE FROM security.users WHERE user_id = ?", somebodyElse))
                .isEqualTo(ACCEPTED);
    }

    @Test
    @DisplayName("who removes a person waits for a notification that is being written")
    void removalWaitsForWriters() throws Exception {
        try (var writer = Session.as(database.user(), database)) {
            writer.begin();
            writer.step(notification("recipient_user_id"), reader);

            owner.run("SET lock_timeout = '100ms'");

            assertThat(owner.refusal("DELETE FROM security.users WHERE user_id = ?", reader))
                    .isEqualTo("55P03");
        }
    }

    @Test
    @DisplayName(
            "a chat message is of a conversation and by somebody that are there, when it is written and when it is moved")
    void chatMessagesReferToWhatIsThere() {
        var chat = chat();
        owner.run(CHAT_MESSAGE, chat, reader);
        assertThat(owner.refusal(CHAT_MESSAGE, UUID.randomUUID(), reader)).isEqualTo(UNKNOWN);
        assertThat(owner.refusal(CHAT_MESSAGE, chat(), UUID.randomUUID())).isEqualTo(UNKNOWN);
        assertThat(owner.refusal("UPDATE communications.internal_messages SET conversation_id = ?", UUID.randomUUID()))
                .isEqualTo(UNKNOWN);
        assertThat(owner.refusal("UPDATE communications.internal_messages SET sender_user_id = ?", UUID.randomUUID()))
                .isEqualTo(UNKNOWN);
    }

    @Test
    @DisplayName("nobody removes, renames or empties chats, and who has written in one is not removed for good")
    void chatsAndTheirSendersStay() {
        var chat = chat();
        owner.run(CHAT_MESSAGE, chat, reader);

        assertThat(owner.refusal("DELETE FROM communications.internal_conversations"))
                .isEqualTo("VE001");
        assertThat(owner.refusal(
                        "UPDATE communications.internal_conversations SET conversation_id = ?", UUID.randomUUID()))
                .isEqualTo("VE001");
        assertThat(owner.refusal("TRUNCATE communications.internal_conversations CASCADE"))
                .isEqualTo("VE001");
        assertThat(owner.refusal("DELETE FROM security.users WHERE user_id = ?", reader))
                .isEqualTo(UNKNOWN);
        assertThat(owner.refusal("DELETE FROM security.users WHERE user_id = ?", somebodyElse))
                .isEqualTo(ACCEPTED);
    }

    private UUID chat() {
        var chat = UUID.randomUUID();
        owner.run("INSERT INTO communications.internal_conversations (conversation_id) VALUES (?)", chat);
        return chat;
    }

    private static String notification(String columns, String... values) {
        var given = values.length == 0 ? "?" : String.join(", ", values) + ", ?";
        return "INSERT INTO notification.notifications (message, producer, idempotency_key, " + columns
                + ") VALUES ('m', 'p', 'k', " + given + ")";
    }

    private static String array(UUID... ids) {
        return "{"
                + String.join(
                        ",", java.util.Arrays.stream(ids).map(UUID::toString).toList()) + "}";
    }
}
