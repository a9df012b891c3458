package com.eventfulhq.common.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.infra.embedded.TestServers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
}
