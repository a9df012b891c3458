package com.eventfulhq.hub.whatsapp.send;

import java.time.Duration;
import java.time.Instant;

/** A token bucket that may be drawn in advance: what it lacks is the time to wait. Not thread-safe: its owner is. */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double capacity;
    private double tokens;
    private Instant filledAt;

    TokenBucket(double capacity, Instant now) {
        this.capacity = capacity;
        this.tokens = capacity;
        this.filledAt = now;
    }

    /** How long one more token would have to be waited for. */
    Duration waitFor(double perSecond, Instant now) {
        fill(perSecond, now);
        return tokens >= 1 ? Duration.ZERO : Duration.ofNanos((long) ((1 - tokens) / perSecond * NANOS_PER_SECOND));
    }

    void take() {
        tokens -= 1;
    }

    private void fill(double perSecond, Instant now) {
        double passed = Duration.between(filledAt, now).toNanos() / NANOS_PER_SECOND;
        if (passed > 0) {
            tokens = Math.min(capacity, tokens + passed * perSecond);
            filledAt = now;
        }
    }
}
