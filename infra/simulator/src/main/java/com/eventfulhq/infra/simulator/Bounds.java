package com.eventfulhq.infra.simulator;

/**
 * How much the simulator remembers and does at once.
 *
 * @param users people with their windows and inboxes
 * @param messages accepted messages of the business
 * @param sends Graph calls listed by the control face
 * @param deliveries callbacks listed by the control face
 * @param concurrency callback POSTs under way at once
 */
public record Bounds(int users, int messages, int sends, int deliveries, int concurrency) {
    static final Bounds DEFAULTS = new Bounds(100_000, 50_000, 10_000, 10_000, 32);

    public Bounds {
        if (Math.min(Math.min(users, messages), Math.min(Math.min(sends, deliveries), concurrency)) < 1) {
            throw new IllegalArgumentException("bounds: below 1 (expected: every bound at least 1)");
        }
    }
}
