package com.eventfulhq.common.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.infra.embedded.TestServers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class EventLogIT {

    @Test
    void refusesAtOnceWhenTooMuchIsInFlight() throws Exception {
        var log = new LogFixtures(Map.of("eventful.log.append.max-in-flight", "1KB"));

        StepVerifier.create(log.log.append(List.of(log.entry("k", "x".repeat(2_000)))))
                .expectErrorMatches(
                        e -> e instanceof LogUnavailable && e.toString().contains("wait for acknowledgement"))
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void saysThatTheLogIsAwayWithinItsTimeout() throws Exception {
        var log = new LogFixtures(Map.of());
        log.append(log.entry("k", "warm"));
        TestServers.get().kafka().stop();
        try {
            StepVerifier.create(log.log.append(List.of(log.entry("k", "lost"))))
                    .expectError(LogUnavailable.class)
                    .verify(Duration.ofSeconds(3));
        } finally {
            TestServers.get().kafka().start();
        }
    }

    @Test
    void appendsAgainOnceTheLogIsBack() throws IOException, Exception {
        var log = new LogFixtures(Map.of());
        log.append(log.entry("k", "before"));
        TestServers.get().kafka().stop();
        TestServers.get().kafka().start();

        await().ignoreExceptions().untilAsserted(() -> log.append(log.entry("k", "after")));
        assertThat(log.log.inFlightBytes()).isZero();
    }

    @Test
    void theFirstAppendToATopicIsNotOvertaken() throws Exception {
        var fixtures = new LogFixtures(Map.of());
        var kept = new LogFixtures.Kept();
        var texts = IntStream.range(0, 50).mapToObj(i -> "m" + i).toList();
        var fresh = new EventLog(fixtures.settings);
        try {
            // Nobody waits for the one before, as an event loop does not.
            Flux.fromIterable(texts)
                    .flatMap(text -> fresh.append(List.of(fixtures.entry("k", text))), texts.size())
                    .blockLast(Duration.ofSeconds(10));
        } finally {
            fresh.destroy();
        }

        var reader = fixtures.reader(fixtures.topic, batch -> Mono.fromRunnable(() -> kept.records.addAll(batch)));
        reader.start();
        try {
            await().until(() -> kept.records.size() >= texts.size());
        } finally {
            reader.stop();
        }
        assertThat(kept.texts()).isEqualTo(texts);
    }

    @Test
    void anUnknownTopicIsRefusedHoweverManyWaitForIt() throws Exception {
        var fixtures = new LogFixtures(Map.of());
        var entry = fixtures.entry("k", "nowhere");
        var nowhere = new LogEntry("no topic of ours", entry.key(), entry.event(), entry.data());

        StepVerifier.create(Flux.range(0, 200)
                        .flatMapDelayError(i -> fixtures.log.append(List.of(nowhere)), 200, 1)
                        .count())
                .expectErrorSatisfies(e -> assertThat(Exceptions.unwrapMultiple(e))
                        .hasSize(200)
                        .hasOnlyElementsOfType(LogUnavailable.class))
                .verify(Duration.ofSeconds(5));
    }
}
