package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.hub.whatsapp.graph.SendOutcome;
import java.time.Duration;

/** How long to wait before the next attempt. */
final class Backoff {

    private static final int MAX_DOUBLINGS = 6;
    private static final int MAX_PAIR_POWER = 6;
    private static final double LEAST_JITTER = 0.2;
    private static final double JITTER_SPAN = 0.3;

    private Backoff() {}

    /**
     * @param retries how often this message was retried before
     * @param chance  in [0, 1): spreads those that failed together
     */
    static Duration delay(SendOutcome.Retry outcome, int retries, Duration first, double chance) {
        var atLeast = outcome.atLeast();
        var ordinary = outcome.scope() == SendOutcome.Scope.PAIR
                // Meta's rule for its pair limit: 4^X seconds.
                ? Duration.ofSeconds(1L << (2 * Math.min(retries, MAX_PAIR_POWER)))
                : first.multipliedBy(1L << Math.min(retries, MAX_DOUBLINGS));
        var base = atLeast != null && atLeast.compareTo(ordinary) > 0 ? atLeast : ordinary;
        return base.plusMillis((long) (base.toMillis() * (LEAST_JITTER + JITTER_SPAN * chance)));
    }
}
