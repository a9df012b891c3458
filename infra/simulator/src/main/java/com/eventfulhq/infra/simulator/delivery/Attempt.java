package com.eventfulhq.infra.simulator.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One POST of a callback.
 *
 * @param number counted from 1; the copy of a duplicated POST carries the number of its original
 * @param at simulated time when the request was written
 * @param status HTTP status, or 0 when there was no answer
 * @param latency real time from writing the request to the status line
 * @param error what went wrong without an answer
 * @param copy whether this is the second of two identical POSTs
 */
public record Attempt(
        int number,
        Instant at,
        int status,
        Duration latency,
        @Nullable String error,
        boolean copy) {
    /** Meta counts 200 and nothing else as received. */
    public boolean acknowledged() {
        return status == 200;
    }
}
