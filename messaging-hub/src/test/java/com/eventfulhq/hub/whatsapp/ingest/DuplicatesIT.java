package com.eventfulhq.hub.whatsapp.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.hub.PublishedEvents;
import com.eventfulhq.hub.whatsapp.window.Windows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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

    /** The ids under which this user's window was told to open. */
    private List<String> openings(String user) {
        var conversation = hub.conversationOf(user);
        return events.ids(event -> event instanceof WhatsAppEvent.WindowOpened opened
                && opened.conversationId().toString().equals(conversation));
    }

    private void handle(int partition, long offset, LogEntry entry) {
        ingest.ingest(List.of(RecordFixtures.at(partition, offset, entry))).block();
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
    void thatAWindowOpenedIsToldAgainByItsReplayUnderTheSameId() {
        var message = hub.text("34666", "wamid." + UUID.randomUUID(), "before the crash", Instant.now());
        var later = hub.text(
                "34666",
                "wamid." + UUID.randomUUID(),
                "extends it",
                Instant.now().plusSeconds(60));

        handle(7, 4_000, message);
        ingest.ingest(List.of(RecordFixtures.at(7, 4_000, message), RecordFixtures.at(7, 4_001, later)))
                .block();

        await().until(() -> openings("34666").size() == 2);
        assertThat(openings("34666").stream().distinct()).hasSize(1);
        assertThat(events.of(hub.conversationOf("34666"), WhatsAppEvent.WindowOpened.class).stream()
                        .distinct())
                .hasSize(1);
    }

    @Test
    void theReplayOfWhatOnlyExtendedAWindowOpensNone() {
        var first = hub.text("34677", "wamid.a" + UUID.randomUUID(), "opens", Instant.now());
        var wamid = "wamid.b" + UUID.randomUUID();
        var second = hub.text("34677", wamid, "extends", Instant.now().plusSeconds(60));

        handle(7, 5_000, first);
        handle(7, 5_001, second);
        handle(7, 5_001, second);

        await().until(() -> received(wamid) == 2);
        assertThat(openings("34677")).hasSize(1);
    }

    @Test
    void metasRepeatOfWhatOpenedTheWindowOpensNone() {
        var first = hub.text("34688", "wamid.a" + UUID.randomUUID(), "opens", Instant.now());
        var marker = "wamid.b" + UUID.randomUUID();

        handle(7, 6_000, first);
        handle(7, 6_001, first);
        handle(7, 6_002, hub.text("34688", marker, "and then", Instant.now()));

        await().until(() -> received(marker) == 1);
        assertThat(openings("34688")).hasSize(1);
    }

    @Test
    void aWindowThatOpensAnewIsToldUnderAnotherId() {
        var before = Instant.now().minusSeconds(86_400 + 3_600);
        var marker = "wamid.c" + UUID.randomUUID();

        handle(7, 7_000, hub.text("34699", "wamid.a" + UUID.randomUUID(), "too old to open it", before));
        handle(7, 7_001, hub.text("34699", "wamid.b" + UUID.randomUUID(), "opens", Instant.now()));
        hub.bean(Windows.class)
                .closedByMeta(ConversationId.parse(hub.conversationOf("34699")), Instant.now())
                .block();
        handle(7, 7_002, hub.text("34699", marker, "opens anew", Instant.now().plusSeconds(2)));

        await().until(() -> received(marker) == 1);
        assertThat(openings("34699")).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aReplayInABatchOfAnotherShapeLeavesTheSameRows() {
        var first = hub.text("34644", "wamid.a" + UUID.randomUUID(), "a", Instant.now());
        var second = hub.text("34644", "wamid.b" + UUID.randomUUID(), "b", Instant.now());

        handle(7, 3_000, first);
        ingest.ingest(List.of(
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
