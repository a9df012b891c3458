package com.eventfulhq.hub.whatsapp.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.CallbackType;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.hub.PublishedEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What ingest needs goes away and comes back: the log keeps what waits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final HubUnderTest hub = new HubUnderTest("eventful.log.read.retry-max=500ms");

    @AfterAll
    void stop() {
        hub.close();
    }

    private long stored(String prefix) {
        return hub.count(
                "SELECT count(*) FROM communications.whatsapp_messages WHERE whatsapp_message_id LIKE ?", prefix + "%");
    }

    private void arrive(String prefix, int from, int to) {
        IntStream.range(from, to)
                .forEach(i -> hub.arrive(hub.text("3470" + i % 20, prefix + i, "message " + i, Instant.now())));
    }

    @Test
    void aBacklogDrainsOnceTheDatabaseIsBack() throws IOException {
        var prefix = "wamid." + UUID.randomUUID();
        arrive(prefix, 0, 50);
        hub.servers().postgres().stop();
        try {
            arrive(prefix, 50, 200);
        } finally {
            hub.servers().postgres().start();
        }

        arrive(prefix, 200, 250);

        await().atMost(PATIENCE).ignoreExceptions().until(() -> stored(prefix) == 250);
    }

    @Test
    void storesWithoutRedis() throws IOException {
        var prefix = "wamid." + UUID.randomUUID();
        hub.servers().redis().stop();
        try {
            arrive(prefix, 0, 20);
            await().atMost(PATIENCE).until(() -> stored(prefix) == 20);
        } finally {
            hub.servers().redis().start();
        }
    }

    @Test
    void aPoisonRecordGoesToTheDeadLettersWithItsReasonAndItsBytes() {
        var poison = "{\"no\": \"item\" " + UUID.randomUUID();
        var after = "wamid." + UUID.randomUUID();

        try (var deadLetters = new PublishedEvents(hub, Topics.deadLettersOf(Topics.WHATSAPP_CALLBACKS))) {
            hub.arrive(
                    hub.entry(CallbackType.MESSAGE, "34999", poison),
                    hub.text("34999", after, "goes on", Instant.now()));

            await().until(() -> stored(after) == 1);
            await().until(() -> deadLetters.records().stream()
                    .anyMatch(letter -> new String(letter.data(), StandardCharsets.UTF_8).equals(poison)));
            var letter = deadLetters.records().getLast();
            assertThat(letter.header("dlt_reason")).contains("RecordRejected");
            assertThat(letter.header("dlt_group")).isEqualTo("hub.ingest");
        }
    }
}
