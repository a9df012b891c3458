package com.eventfulhq.hub.whatsapp.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.hub.HubUnderTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person stays one person, whatever Meta calls them next. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenamingsIT {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final AtomicLong offsets = new AtomicLong(1_000);
    private final HubUnderTest hub = new HubUnderTest();
    private final Ingest ingest = hub.bean(Ingest.class);
    private final String old = user();
    private final String young = user();

    @AfterAll
    void stop() {
        hub.close();
    }

    private static String user() {
        return Long.toString(
                34_000_000_000L + Math.floorMod(UUID.randomUUID().getMostSignificantBits(), 9_999_999_999L));
    }

    private void handle(LogEntry... entries) {
        for (var entry : entries) {
            ingest.ingest(List.of(RecordFixtures.at(5, offsets.incrementAndGet(), entry)))
                    .block();
        }
    }

    private LogEntry text(String user) {
        return hub.text(user, "wamid." + UUID.randomUUID(), "hello", now);
    }

    private LogEntry system(String from, String system) {
        return hub.message(from, """
                {"from":"%s","id":"wamid.%s","timestamp":"%d","type":"system","system":%s}""".formatted(from, UUID.randomUUID(), now.getEpochSecond(), system));
    }

    private LogEntry changedNumber(String from, String to) {
        return system(from, "{\"type\":\"user_changed_number\",\"wa_id\":\"%s\"}".formatted(to));
    }

    private LogEntry userIdUpdate(String waId, String previous, String current) {
        return hub.entry(
                CallbackType.CHANGE, "", """
                {"waba_id":"waba","time":1789034400,"field":"user_id_update","value":{"metadata":{"phone_number_id":"%s"},
                "user_id_update":[{"wa_id":"%s","user_id":{"previous":"%s","current":"%s"},
                "parent_user_id":{"previous":"P.%s","current":"P.%s"},"timestamp":"1789034400"}]}}""".formatted(hub.number, waId, previous, current, previous, current));
    }

    private List<String> contacts(String... values) {
        return hub.rows("""
                        SELECT DISTINCT contact_id FROM communications.whatsapp_contact_identities
                        WHERE identity_value IN (%s)""".formatted("'" + String.join("','", values) + "'")).stream()
                .map(row -> String.valueOf(row.get("contact_id")))
                .toList();
    }

    private String address(String conversation) {
        return String.valueOf(hub.rows("""
                        SELECT concat_ws('/', whatsapp_phone_number, whatsapp_user_id) AS address
                        FROM communications.whatsapp_conversations WHERE conversation_id = ?::uuid""", conversation).getFirst().get("address"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"user_changed_number\",\"wa_id\":\"%2$s\"}",
                "{\"type\":\"customer_changed_number\",\"customer\":\"%1$s\",\"new_wa_id\":\"%2$s\"}"
            })
    void whoChangesTheirNumberWritesOnInTheSameConversation(String system) {
        var before = user();
        var after = user();
        handle(text(before));
        var conversation = hub.conversationOf(before);

        handle(system(before, system.formatted(before, after)));

        assertThat(address(conversation)).isEqualTo(after);
        handle(text(after));
        assertThat(contacts(before, after)).hasSize(1);
        assertThat(hub.count(
                        "SELECT count(*) FROM communications.whatsapp_messages WHERE conversation_id = ?::uuid",
                        conversation))
                .isEqualTo(2);
    }

    @Test
    void aStatusOfWhatWasSentToTheOldNumberStillFindsItsMessage() {
        handle(text(old));
        var wamid = "wamid." + UUID.randomUUID();
        hub.rows(
                "INSERT INTO communications.whatsapp_messages (conversation_id, whatsapp_message_id, direction, message_type, status) "
                        + "VALUES (?::uuid, ?, 'outbound', 'text', 'accepted') RETURNING 1",
                hub.conversationOf(old),
                wamid);

        handle(changedNumber(old, young), hub.status(old, wamid, "delivered", now));

        assertThat(hub.count(
                        "SELECT count(*) FROM communications.whatsapp_messages WHERE whatsapp_message_id = ? AND status = 'delivered'",
                        wamid))
                .isEqualTo(1);
    }

    @Test
    void aChangeOfNumberOpensNoWindowAndIsNoMessageButIsKept() {
        var before = user();
        var after = user();
        handle(hub.text(before, "wamid." + UUID.randomUUID(), "long ago", now.minus(3, ChronoUnit.DAYS)));

        handle(changedNumber(before, after));

        assertThat(hub.count("""
                        SELECT count(*) FROM communications.whatsapp_conversations JOIN communications.whatsapp_messages
                        USING (conversation_id) WHERE whatsapp_phone_number = ? AND session_expires_at = to_timestamp(?)
                        """, after, now.minus(2, ChronoUnit.DAYS).getEpochSecond()))
                .isEqualTo(1);
        assertThat(hub.count(
                        "SELECT count(*) FROM communications.whatsapp_changes WHERE payload::text LIKE ?",
                        "%" + after + "%"))
                .isEqualTo(1);
    }

    @Test
    void whoWroteFromBothNumbersBecomesOneContact() {
        var before = user();
        var after = user();
        handle(text(before), text(after));
        assertThat(contacts(before, after)).hasSize(2);

        handle(changedNumber(before, after));

        assertThat(contacts(before, after)).hasSize(1);
    }

    @Test
    void aChangeToldAgainTakesBackNoLaterOne() {
        var first = user();
        var second = user();
        var third = user();
        handle(text(first));
        var conversation = hub.conversationOf(first);
        var change = changedNumber(first, second);

        handle(change, changedNumber(second, third), change);

        assertThat(address(conversation)).isEqualTo(third);
        assertThat(contacts(first, second, third)).hasSize(1);
    }

    @Test
    void aNewBusinessScopedIdBelongsToTheSamePerson() {
        var user = user();
        var previous = "ES.a" + user;
        var current = "ES.b" + user;
        handle(hub.message(user, """
                {"from":"%s","from_user_id":"%s","id":"wamid.%s","timestamp":"%d","type":"text","text":{"body":"hi"}}""".formatted(user, previous, UUID.randomUUID(), now.getEpochSecond())));
        var conversation = hub.conversationOf(user);

        handle(userIdUpdate(user, previous, current));

        assertThat(contacts(user, previous, current, "P." + previous, "P." + current))
                .hasSize(1);
        assertThat(contacts("P." + current)).hasSize(1);
        assertThat(address(conversation)).isEqualTo(user + "/" + current);
    }

    @Test
    void aSystemMessageAboutSomethingElseMakesNobodyOne() {
        var one = user();
        var other = user();
        handle(text(one), text(other));

        handle(system(one, "{\"type\":\"customer_identity_changed\",\"wa_id\":\"%s\"}".formatted(other)));

        assertThat(contacts(one, other)).hasSize(2);
    }

    @Test
    void nobodyIsCreatedForAChangeOfNumber() {
        var before = user();
        var after = user();

        handle(changedNumber(before, after));

        assertThat(contacts(before, after)).isEmpty();
    }
}
