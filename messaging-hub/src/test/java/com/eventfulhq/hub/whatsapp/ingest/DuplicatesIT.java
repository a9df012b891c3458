package com.eventfulhq.hub.whatsapp.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.hub.PublishedEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** However often, from wherever and after whatever crash a message comes: one row, one event id. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DuplicatesIT {

    private static final String COUNT =
            "SELECT count(*) FROM communications.whatsapp_messages WHERE whatsapp_message_id = ?";

    private final HubUnderTest hub = new HubUnderTest();
    private final PublishedEvents events = new PublishedEvents(hub);
    private final Ingest ingest = hub.bean(Ingest.class);

    @AfterAll
    void stop() {
        events.close();
        hub.close();
    }

    private long received(String wamid) {
        return events.ids(event -> event instanceof WhatsAppEvent.MessageReceived message
                        && message.whatsappMessageId().equals(wamid))
                .size();
    }

    private void handle(int partition, long offset, LogEntry entry) {
        ingest.ingest(java.util.List.of(RecordFixtures.at(partition, offset, entry)))
                .block();
    }

    /** The same message under another key, and so on another partition. */
    private LogEntry elsewhere(LogEntry entry, int i) {
        return hub.entry(CallbackType.MESSAGE, "key-" + i, new String(entry.data(), StandardCharsets.UTF_8));
    }

    @Test
    void aHundredInParallelOverAllPartitionsAreOneRowAndOneEvent() {
        var wamid = "wamid." + UUID.randomUUID();
        var message = hub.text("34611222333", wamid, "once", Instant.now());
        var marker = "wamid." + UUID.randomUUID();

        IntStream.range(0, 100).parallel().forEach(i -> hub.arrive(elsewhere(message, i)));
        IntStream.range(0, 30)
                .forEach(i ->
                        hub.arrive(elsewhere(hub.text("3461122244" + i, marker + i, "after them", Instant.now()), i)));

        await().until(() -> hub.count(
                        "SELECT count(*) FROM communications.whatsapp_messages WHERE whatsapp_message_id LIKE ?",
                        marker + "%")
                == 30);
        await().until(() -> received(wamid) > 0 && received(marker + 29) > 0);
        assertThat(hub.count(COUNT, wamid)).isEqualTo(1);
        assertThat(received(wamid)).isEqualTo(1);
        assertThat(hub.count(
                        "SELECT count(*) FROM communications.whatsapp_conversations WHERE whatsapp_phone_number = ?",
                        "34611222333"))
                .isEqualTo(1);
    }

    @Test
    void ourOwnReplayAfterACrashIsToldAgainUnderTheSameId() {
        var wamid = "wamid." + UUID.randomUUID();
        var message = hub.text("34622", wamid, "before the crash", Instant.now());

        handle(7, 1_000, message);
        handle(7, 1_000, message);

        assertThat(hub.count(COUNT, wamid)).isEqualTo(1);
        await().until(() -> received(wamid) == 2);
        assertThat(events
                        .ids(event -> event instanceof WhatsAppEvent.MessageReceived received
                                && received.whatsappMessageId().equals(wamid))
                        .stream()
                        .distinct())
                .hasSize(1);
    }

    @Test
    void metasRepeatFromAnotherPlaceIsSilent() {
        var wamid = "wamid." + UUID.randomUUID();
        var message = hub.text("34633", wamid, "twice", Instant.now());
        var later = "wamid." + UUID.randomUUID();

        handle(7, 2_000, message);
        handle(7, 2_001, message);
        handle(7, 2_002, hub.text("34633", later, "and then", Instant.now()));

        await().until(() -> received(later) == 1);
        assertThat(received(wamid)).isEqualTo(1);
    }

    @Test
    void aReplayInABatchOfAnotherShapeLeavesTheSameRows() {
        var first = hub.text("34644", "wamid.a" + UUID.randomUUID(), "a", Instant.now());
        var second = hub.text("34644", "wamid.b" + UUID.randomUUID(), "b", Instant.now());

        handle(7, 3_000, first);
        ingest.ingest(java.util.List.of(
                        RecordFixtures.at(7, 3_000, first),
                        RecordFixtures.at(7, 3_001, second),
                        RecordFixtures.at(7, 3_002, first)))
                .block();

        assertThat(hub.rows("""
                        SELECT text_content, log_offset FROM communications.whatsapp_messages m
                        JOIN communications.whatsapp_conversations c USING (conversation_id)
                        WHERE whatsapp_phone_number = '34644' ORDER BY message_id
                        """))
                .extracting(row -> row.get("text_content") + row.get("log_offset"))
                .containsExactly(
                        "a" + RecordFixtures.at(7, 3_000, first).position(),
                        "b" + RecordFixtures.at(7, 3_001, second).position());
    }

    @Test
    void carriesTheTraceAndTheWindowInItsEvent() {
        var wamid = "wamid." + UUID.randomUUID();
        var message = hub.text("34655", wamid, "traced", Instant.now());

        hub.arrive(message);

        await().until(() -> received(wamid) == 1);
        var record = events.records().stream()
                .filter(published -> new String(published.data(), StandardCharsets.UTF_8).contains(wamid))
                .findFirst()
                .orElseThrow();
        var event = (WhatsAppEvent.MessageReceived) Json.read(record.data(), WhatsAppEvent.class);
        assertThat(record.trace().traceId()).isEqualTo(message.event().trace().traceId());
        assertThat(record.type()).isEqualTo(WhatsAppEvent.MESSAGE_RECEIVED);
        assertThat(record.key()).isEqualTo(hub.conversationOf("34655"));
        assertThat(event.sessionExpiresAt()).isEqualTo(event.providerTimestamp().plusSeconds(86_400));
        assertThat(String.valueOf(event.teamId())).isEqualTo(HubUnderTest.TEAM);
    }
}
