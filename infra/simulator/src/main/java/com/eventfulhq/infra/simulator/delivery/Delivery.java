package com.eventfulhq.infra.simulator.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One callback body and what became of it.
 *
 * <pre>
 * PENDING ─▶ ACKNOWLEDGED
 *    │  ▲
 *    ▼  │ (next attempt)
 * RETRYING ─▶ LOST
 * </pre>
 *
 * @param labels the first items of the body, by wamid or field; all are counted in {@code items}
 */
public record Delivery(
        long id, Instant at, int items, int bytes, List<String> labels, State state, List<Attempt> attempts) {
    public enum State {
        PENDING,
        RETRYING,
        ACKNOWLEDGED,
        LOST
    }

    public Delivery {
        labels = List.copyOf(labels);
        attempts = List.copyOf(attempts);
    }

    /** Whether nothing more will be tried. */
    public boolean settled() {
        return state == State.ACKNOWLEDGED || state == State.LOST;
    }

    Delivery with(Attempt attempt, int maxAttempts) {
        var grown = new ArrayList<>(attempts);
        grown.add(attempt);
        return new Delivery(id, at, items, bytes, labels, next(attempt, maxAttempts), grown);
    }

    Delivery lost() {
        return new Delivery(id, at, items, bytes, labels, State.LOST, attempts);
    }

    private State next(Attempt attempt, int maxAttempts) {
        if (state == State.ACKNOWLEDGED || attempt.acknowledged()) {
            return State.ACKNOWLEDGED;
        }
        if (attempt.copy()) {
            return state;
        }
        return attempt.number() >= maxAttempts ? State.LOST : State.RETRYING;
    }
}
