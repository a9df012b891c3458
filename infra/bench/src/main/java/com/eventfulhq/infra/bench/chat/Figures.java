package com.eventfulhq.infra.bench.chat;

import java.util.List;
import java.util.Map;

/**
 * What a crowd has lived through. Latencies count from when the sending was due, in milliseconds.
 *
 * @param holes         events that came before the one before them
 * @param repeats       events that came again
 * @param disagreements events that were another message to somebody else
 * @param again         commands that were repeated because the answer said so, by its error code
 * @param answeredTwice commands whose answer came more than once
 * @param lags          notices that a reader was too slow
 * @param caughtUp      events that came with a resume or a pull
 */
public record Figures(
        long sent,
        long acknowledged,
        long deliveries,
        double ackMedian,
        double ackP99,
        double median,
        double p99,
        long holes,
        long repeats,
        long disagreements,
        Map<String, Integer> again,
        long answeredTwice,
        long lags,
        long caughtUp,
        Map<Integer, Integer> closes,
        List<String> surprises) {

    /** Nothing missing, nothing twice, nothing in another order. */
    public boolean clean() {
        return holes == 0 && repeats == 0 && disagreements == 0 && surprises.isEmpty();
    }

    public String witness() {
        return "holes %d, repeats %d, disagreements %d; asked again %s, answered twice %d, lags %d, caught up %d, closes %s%s"
                .formatted(
                        holes,
                        repeats,
                        disagreements,
                        again,
                        answeredTwice,
                        lags,
                        caughtUp,
                        closes,
                        surprises.isEmpty() ? "" : "; surprises " + surprises);
    }
}
