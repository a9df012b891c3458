package com.eventfulhq.infra.bench.load;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param accepted  requests answered 200
 * @param items     messages and statuses in them
 * @param messages  messages in them
 * @param refused   requests answered otherwise, by status; 0 stands for a connection that broke
 * @param elapsed   from the first due time to the last answer
 * @param latencies in microseconds, of the accepted ones
 */
public record LoadResult(
        long accepted, long items, long messages, Map<Integer, Long> refused, Duration elapsed, Histogram latencies) {

    public double perSecond() {
        return accepted / seconds();
    }

    public double itemsPerSecond() {
        return items / seconds();
    }

    private double seconds() {
        return Math.max(elapsed.toNanos(), 1) / 1e9;
    }

    /** A percentile of the latency in milliseconds. */
    public double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1000.0;
    }
}
