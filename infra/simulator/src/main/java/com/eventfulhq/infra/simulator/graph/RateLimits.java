package com.eventfulhq.infra.simulator.graph;

import com.eventfulhq.infra.simulator.knob.SendKnobs;
import com.eventfulhq.infra.simulator.world.Recent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Meta's two send limits: throughput of a number, and pace between one number and one user. On simulated time. */
final class RateLimits {
    private static final int BUCKETS_AT_MOST = 100_000;

    private final Recent<String, TokenBucket> buckets = new Recent<>(BUCKETS_AT_MOST);

    synchronized Optional<GraphError> take(String phoneNumberId, String address, SendKnobs knobs, Instant now) {
        if (!knobs.rateLimits()) {
            return Optional.empty();
        }
        var perMessage = Duration.ofSeconds(1).dividedBy(knobs.numberPerSecond());
        if (!take(phoneNumberId, knobs.numberPerSecond(), perMessage, now)) {
            return refused(GraphCode.THROUGHPUT_REACHED, "Cloud API message throughput has been reached.");
        }
        if (!take(phoneNumberId + '/' + address, knobs.pairBurst(), knobs.pairRefill(), now)) {
            return refused(
                    GraphCode.PAIR_RATE, "Too many messages sent from this phone number to the same phone number.");
        }
        return Optional.empty();
    }

    private boolean take(String key, int capacity, Duration perToken, Instant now) {
        var bucket =
                buckets.getOrCreate(key, () -> TokenBucket.full(capacity, now)).refilled(capacity, perToken, now);
        boolean allowed = !bucket.empty();
        buckets.put(key, allowed ? bucket.taken() : bucket);
        return allowed;
    }

    private static Optional<GraphError> refused(GraphCode code, String details) {
        return Optional.of(GraphError.of(code, details));
    }

    synchronized void clear() {
        buckets.clear();
    }
}
