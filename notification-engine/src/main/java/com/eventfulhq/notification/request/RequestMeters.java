package com.eventfulhq.notification.request;

import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.problem.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.stereotype.Component;

/** Counts what became of requests at each door: over HTTP what was answered, from the log what was planned or buried. */
@Component
final class RequestMeters {

    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Key(String door, String outcome) {}

    /** What a request on the log became. */
    enum Taken {
        PLANNED,
        SUPPRESSED,
        REPEATED,
        UNREADABLE,
        INVALID,
        KEY_REUSED,
        UNKNOWN_TEMPLATE,
        UNKNOWN_RECIPIENT,
        MISSING_VARIABLE;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    void answered(Requests.Accepted accepted) {
        count("http", accepted.repeated() ? "repeated" : "accepted");
    }

    /** By the problem's own name, if it is the caller's. */
    void refused(Throwable error) {
        count(
                "http",
                switch (error) {
                    case ProblemException problem -> problem.code().slug();
                    case DecodingException unreadable ->
                        Problems.of(unreadable).code().slug();
                    case DataBufferLimitException large ->
                        Problems.of(large).code().slug();
                    default -> "failed";
                });
    }

    void took(Taken taken) {
        count("log", taken.label());
    }

    private void count(String door, String outcome) {
        counters.computeIfAbsent(new Key(door, outcome), key -> Counter.builder("eventful.notification.requests")
                        .description("Requests to notify, by the door they came through and what became of them")
                        .tags("door", key.door(), "outcome", key.outcome())
                        .register(registry))
                .increment();
    }
}
