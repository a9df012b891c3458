package com.eventfulhq.infra.simulator.graph;

import java.time.Duration;
import java.time.Instant;

/** A bucket that starts full and refills steadily; a value, so that its owner decides when a take counts. */
record TokenBucket(double tokens, Instant at) {
    static TokenBucket full(int capacity, Instant now) {
        return new TokenBucket(capacity, now);
    }

    TokenBucket refilled(int capacity, Duration perToken, Instant now) {
        double gained = Math.max(0, Duration.between(at, now).toNanos()) / (double) perToken.toNanos();
        return new TokenBucket(Math.min(capacity, tokens + gained), now);
    }

    boolean empty() {
        return tokens < 1;
    }

    TokenBucket taken() {
        return new TokenBucket(tokens - 1, at);
    }
}
