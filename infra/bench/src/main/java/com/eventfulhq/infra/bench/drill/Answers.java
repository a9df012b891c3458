package com.eventfulhq.infra.bench.drill;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/** What was answered to {@link Meta}, and when. */
final class Answers {

    private static final long LONGEST_MICROS = 600_000_000;

    /** One 200. Times by {@link System#nanoTime()}; the callback was due at {@code dueNanos}. */
    record Accepted(long dueNanos, long atNanos) {}

    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> times = new ConcurrentHashMap<>();
    private final Map<String, Integer> broken = new ConcurrentHashMap<>();
    private final AtomicInteger attemptsBroken = new AtomicInteger();

    void accepted(String wamid, long dueNanos, long atNanos) {
        accepted.add(new Accepted(dueNanos, atNanos));
        times.merge(wamid, 1, Integer::sum);
    }

    /** Refused, cut off or not answered in time: it is sent again. */
    void broken(String reason) {
        broken.merge(reason, 1, Integer::sum);
        attemptsBroken.incrementAndGet();
    }

    /** Messages answered 200 at least once. */
    int messages() {
        return times.size();
    }

    /** How often each message was answered 200. */
    Map<String, Integer> times() {
        return Map.copyOf(times);
    }

    int attemptsBroken() {
        return attemptsBroken.get();
    }

    Map<String, Integer> reasons() {
        return new TreeMap<>(broken);
    }

    /** From due to 200, in microseconds, of what was answered within this time. */
    Histogram latencies(long fromNanos, long toNanos) {
        var histogram = new Histogram(LONGEST_MICROS, 3);
        for (var answer : accepted) {
            if (answer.atNanos() >= fromNanos && answer.atNanos() <= toNanos) {
                histogram.recordValue(Math.clamp((answer.atNanos() - answer.dueNanos()) / 1000, 0, LONGEST_MICROS));
            }
        }
        return histogram;
    }

    /** The longest time between two acceptances in a row, of which the second came within this time; 0 if none did. */
    long longestGapNanos(long fromNanos, long toNanos) {
        var times = accepted.stream().mapToLong(Accepted::atNanos).sorted().toArray();
        long longest = 0;
        for (int i = 1; i < times.length; i++) {
            if (times[i] >= fromNanos && times[i] <= toNanos) {
                longest = Math.max(longest, times[i] - times[i - 1]);
            }
        }
        return longest;
    }
}
