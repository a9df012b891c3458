package com.eventfulhq.gateway.whatsapp;

import com.eventfulhq.common.event.CallbackType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What this room shows. Every meter is looked up once: a look-up per request would cost more than the counting. */
final class CallbackMeters {

    /** Why a callback was not taken. */
    enum Rejection {
        SIGNATURE,
        TOO_LARGE,
        LOG_UNAVAILABLE,
        VERIFY_TOKEN
    }

    private final Counter accepted;
    private final Counter messages;
    private final Counter statuses;
    private final Counter changes;
    private final Counter malformed;
    private final Counter[] rejected;
    private final Timer acknowledgement;
    private final DistributionSummary bodyBytes;

    CallbackMeters(MeterRegistry registry) {
        this.accepted = Counter.builder("eventful.callbacks.accepted")
                .description("Callbacks of which the log has acknowledged every record")
                .register(registry);
        this.messages = items(registry, "message");
        this.statuses = items(registry, "status");
        this.changes = items(registry, "change");
        this.malformed = items(registry, "malformed");
        this.rejected = Arrays.stream(Rejection.values())
                .map(reason -> registry.counter(
                        "eventful.callbacks.rejected", "reason", reason.name().toLowerCase(Locale.ROOT)))
                .toArray(Counter[]::new);
        this.acknowledgement = Timer.builder("eventful.callbacks.acknowledgement")
                .description("From the request's head to the log's acknowledgement")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(2))
                .register(registry);
        this.bodyBytes = DistributionSummary.builder("eventful.callbacks.body")
                .baseUnit("bytes")
                .register(registry);
    }

    private static Counter items(MeterRegistry registry, String kind) {
        return Counter.builder("eventful.callbacks.items")
                .description("Records written, by kind; malformed is the quarantine")
                .tag("kind", kind)
                .register(registry);
    }

    void accepted(List<Piece> pieces, int bytes, long startedNanos) {
        int message = 0;
        int status = 0;
        int change = 0;
        for (var piece : pieces) {
            switch (piece.type()) {
                case CallbackType.MESSAGE -> message++;
                case CallbackType.STATUS -> status++;
                case CallbackType.CHANGE -> change++;
                default -> malformed.increment();
            }
        }
        add(messages, message);
        add(statuses, status);
        add(changes, change);
        accepted.increment();
        bodyBytes.record(bytes);
        acknowledgement.record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    private static void add(Counter counter, int count) {
        if (count > 0) {
            counter.increment(count);
        }
    }

    void rejected(Rejection reason) {
        rejected[reason.ordinal()].increment();
    }
}
