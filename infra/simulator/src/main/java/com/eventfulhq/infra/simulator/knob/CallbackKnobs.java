package com.eventfulhq.infra.simulator.knob;

import java.time.Duration;

/**
 * How callbacks travel to the subscriber.
 *
 * @param batchSize most items in one POST, 1 to 1,000
 * @param batchLinger how long a batch waits to fill up
 * @param layout how the items of a batch are arranged
 * @param duplicateProbability share of POSTs that are sent twice at once with the same bytes, 0 to 1
 * @param reorderProbability share of POSTs held back so that later ones overtake, 0 to 1
 * @param reorderWithin longest time a POST is held back
 * @param delay time every POST waits
 * @param signature how POSTs are signed
 * @param slashesEscaped whether {@code /} is written as {@code \/}
 * @param timeout time the subscriber has to answer; not compressed
 * @param maxAttempts after so many attempts a callback is lost
 * @param retryAfter delay before the third attempt, doubling from then on; the second comes at once
 * @param retryAtMost longest delay between attempts
 */
public record CallbackKnobs(
        int batchSize,
        Duration batchLinger,
        Layout layout,
        double duplicateProbability,
        double reorderProbability,
        Duration reorderWithin,
        Duration delay,
        Signature signature,
        boolean slashesEscaped,
        Duration timeout,
        int maxAttempts,
        Duration retryAfter,
        Duration retryAtMost) {
    static final CallbackKnobs DEFAULTS = new CallbackKnobs(
            1,
            Duration.ofMillis(20),
            Layout.MERGED,
            0,
            0,
            Duration.ofSeconds(1),
            Duration.ZERO,
            Signature.CORRECT,
            true,
            Duration.ofSeconds(10),
            20,
            Duration.ofSeconds(1),
            Duration.ofHours(1));

    public CallbackKnobs {
        Knobs.range("batch_size", batchSize, 1, 1_000);
        Knobs.probability("duplicate_probability", duplicateProbability);
        Knobs.probability("reorder_probability", reorderProbability);
        Knobs.range("max_attempts", maxAttempts, 1, 100);
    }

    /** The simulated delay after an attempt, counted from 1, has failed. */
    public Duration backoff(int attempt) {
        if (attempt <= 1) {
            return Duration.ZERO;
        }
        var grown = retryAfter.multipliedBy(1L << Math.min(attempt - 2, 30));
        return grown.compareTo(retryAtMost) > 0 ? retryAtMost : grown;
    }

    /** How items share entries and changes. */
    public enum Layout {
        /** One entry per account, one change per number and kind. */
        MERGED,
        /** One entry per account, one change per item. */
        CHANGE_PER_ITEM,
        /** One entry per item. */
        ENTRY_PER_ITEM
    }

    /** How the signature header is filled. */
    public enum Signature {
        CORRECT,
        /** Well-formed, but made with another secret. */
        WRONG,
        MISSING
    }
}
