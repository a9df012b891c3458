package com.eventfulhq.hub.whatsapp.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.hub.HubUnderTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngestIT {

    private static final String COUNT =
            "SELECT count(*) FROM communications.whatsapp_messages WHERE whatsapp_message_id = ?";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final HubUnderTest hub = new HubUnderTest();

    @AfterAll
    void stop() {
        hub.close();
    }

    private static String wamid() {
        return "wamid." + UUID.randomUUID();
    }

    private static String user() {
        return Long.toString(Math.abs(UUID.randomUUID().getMostSignificantBits()) % 100_000_000_000L + 34_000_000_000L);
    }

    private void awaitStored(String wamid) {
        await().until(() -> hub.count(COUNT, wamid) == 1);
    }

    @Test
    void storesAMessageWithItsConversationAndWindow() {
        var user = user();
        var wamid = wamid();

        hub.arrive(hub.text(user, wamid, "Is the hall free?", now));

        awaitStored(wamid);
        assertThat(hub.rows(
                        "SELECT m.text_content, m.direction, m.status, (c.session_expires_at = m.provider_timestamp + interval '24 h')::text AS window "
                                + "FROM communications.whatsapp_messages m JOIN communications.whatsapp_conversations c USING (conversation_id) WHERE whatsapp_message_id = ?",
                        wamid))
                .containsExactly(Map.of(
                        "text_content",
                        "Is the hall free?",
                        "direction",
                        "inbound",
                        "status",
                        "received",
                        "window",
                        "true"));
    }

    @Test
    void aHundredDuplicatesAreOneRow() {
        var user = user();
        var wamid = wamid();

        hub.arrive(IntStream.range(0, 100)
                .mapToObj(i -> hub.text(user, wamid, "once", now))
                .toArray(LogEntry[]::new));
        var last = wamid();
        hub.arrive(hub.text(user, last, "and then", now));

        awaitStored(last);
        assertThat(hub.count(COUNT, wamid)).isEqualTo(1);
    }

    @Test
    void manyFirstMessagesOfOnePersonMakeOneConversation() {
        var user = user();
        var wamids = IntStream.range(0, 10).mapToObj(i -> wamid()).toList();

        wamids.parallelStream().forEach(wamid -> hub.arrive(hub.text(user, wamid, "album", now)));

        wamids.forEach(this::awaitStored);
        assertThat(hub.count(
                        "SELECT count(*) FROM communications.whatsapp_conversations WHERE whatsapp_phone_number = ?",
                        user))
                .isEqualTo(1);
    }

    @Test
    void aLateMessageIsStoredAndMovesNoWindowBack() {
        var user = user();
        var early = wamid();
        var late = wamid();
        hub.arrive(hub.text(user, early, "now", now));
        awaitStored(early);

        hub.arrive(hub.text(user, late, "five days ago", now.minus(5, ChronoUnit.DAYS)));

        awaitStored(late);
        assertThat(hub.count(
                        "SELECT count(*) FROM communications.whatsapp_conversations WHERE whatsapp_phone_number = ? AND session_expires_at = to_timestamp(?)",
                        user,
                        now.plus(24, ChronoUnit.HOURS).getEpochSecond()))
                .isEqualTo(1);
    }

    @Test
    void keepsAMessageOfANumberNobodyHasClaimed() {
        var wamid = wamid();
        var json = """
                {"waba_id":"w2","field":"messages","value":{"metadata":{"phone_number_id":"unheard-of"},
                "messages":[{"from":"34999","id":"%s","timestamp":"%d","type":"text","text":{"body":"hello?"}}]}}""".formatted(wamid, now.getEpochSecond());

        hub.arrive(hub.entry(CallbackType.MESSAGE, "34999", json));

        awaitStored(wamid);
        assertThat(
                        hub.rows(
                                "SELECT status FROM communications.business_phone_numbers WHERE phone_number_id = 'unheard-of'"))
                .containsExactly(Map.of("status", "unclaimed"));
    }

    @Test
    void aRecordNobodyCanReadStopsNobody() {
        var user = user();
        var wamid = wamid();

        hub.arrive(hub.entry(CallbackType.MESSAGE, user, "not JSON at all"), hub.text(user, wamid, "after it", now));

        awaitStored(wamid);
    }

    @Test
    void keepsAMalformedCallbackByteForByte() {
        var body = "{\"object\": oops " + UUID.randomUUID();

        hub.arrive(hub.entry(CallbackType.MALFORMED, "?", body));

        await().until(() -> hub.count(
                        "SELECT count(*) FROM communications.whatsapp_quarantine WHERE convert_from(body, 'UTF8') = ?",
                        body)
                == 1);
    }

    @Test
    void storesATypeNobodyHasHeardOf() {
        var user = user();
        var wamid = wamid();

        hub.arrive(hub.message(user, """
                {"from":"%s","id":"%s","timestamp":"%d","type":"hologram","hologram":{"depth":3,"note":"a\\u0000b"}}""".formatted(user, wamid, now.getEpochSecond())));

        awaitStored(wamid);
        assertThat(hub.rows(
                        "SELECT message_type, content ->> 'note' AS note FROM communications.whatsapp_messages WHERE whatsapp_message_id = ?",
                        wamid))
                .containsExactly(Map.of("message_type", "hologram", "note", "ab"));
    }

    @Test
    void parksAStatusWhoseMessageIsNotKnown() {
        var wamid = wamid();

        hub.arrive(hub.status(user(), wamid, "delivered", now));

        await().until(() -> hub.count(
                        "SELECT count(*) FROM communications.whatsapp_parked_statuses WHERE whatsapp_message_id = ?",
                        wamid)
                == 1);
    }

    @Test
    void keepsTheOrderOfOneUser() {
        var user = user();
        var wamids = IntStream.range(0, 200).mapToObj(i -> wamid()).toList();

        hub.arrive(IntStream.range(0, 200)
                .mapToObj(i -> hub.text(user, wamids.get(i), Integer.toString(i), now))
                .toArray(LogEntry[]::new));

        awaitStored(wamids.getLast());
        assertThat(hub
                        .rows(
                                "SELECT m.text_content FROM communications.whatsapp_messages m JOIN communications.whatsapp_conversations c USING (conversation_id) "
                                        + "WHERE c.whatsapp_phone_number = ? ORDER BY m.message_id",
                                user)
                        .stream()
                        .map(row -> row.get("text_content")))
                .isEqualTo(IntStream.range(0, 200).mapToObj(Integer::toString).toList());
    }
}
