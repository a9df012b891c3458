package com.eventfulhq.common.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookUpsTest {

    private static final List<LogEntry> ENTRIES = List.of(new LogEntry(
            "topic",
            "k",
            new CloudEvent("1", "test.happened", "/test", Instant.EPOCH, TraceContext.start()),
            new byte[0]));

    private final LookUps lookUps = new LookUps((topic, deadline) -> true, Duration.ofSeconds(1));

    @AfterEach
    void dispose() {
        lookUps.dispose();
    }

    @Test
    void whatComesWhileAnAppendIsBeingSentHasToWait() {
        var sending = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        lookUps.hold(ENTRIES, () -> sendUntil(sending, goOn), refused -> {});

        await().until(() -> sending.getCount() == 0);
        assertThat(lookUps.holds()).isTrue();
        goOn.countDown();
        await().until(() -> !lookUps.holds());
    }

    @Test
    void whoseSendFailsHearsOfIt() {
        var refusals = new CopyOnWriteArrayList<Throwable>();
        lookUps.hold(
                ENTRIES,
                () -> {
                    throw new IllegalStateException("the producer is closed");
                },
                refusals::add);

        await().until(() -> !lookUps.holds());
        assertThat(refusals).singleElement().isInstanceOf(IllegalStateException.class);
    }

    private static void sendUntil(CountDownLatch sending, CountDownLatch goOn) {
        sending.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
