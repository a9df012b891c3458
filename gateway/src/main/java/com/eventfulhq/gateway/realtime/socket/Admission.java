package com.eventfulhq.gateway.realtime.socket;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether one more may come: as many as the node holds, and no faster than those who are connected can bear. Used by all event
 * loops at once.
 */
final class Admission {

    /** What a handshake gets. */
    enum Verdict {
        ADMITTED,
        FULL,
        TOO_FAST,
        STOPPING
    }

    private final int max;
    private final long interval;
    private final long tolerance;
    private final int spreadSeconds;
    private final LongSupplier nanos;
    private final AtomicInteger taken = new AtomicInteger();
    /** When the bucket would be full again: one number instead of a level and a time (the generic cell rate algorithm). */
    private final AtomicLong fullAt;

    private volatile boolean open;

    Admission(int max, SocketSettings.Handshakes handshakes, LongSupplier nanos) {
        this.max = max;
        this.interval = Duration.ofSeconds(1).toNanos() / handshakes.perSecond();
        this.tolerance = interval * handshakes.burst();
        this.spreadSeconds = Math.toIntExact(Math.max(1, handshakes.spread().toSeconds()));
        this.nanos = nanos;
        this.fullAt = new AtomicLong(nanos.getAsLong());
    }

    /** Whoever is admitted holds a place until {@link #leave}. */
    Verdict enter() {
        if (!open) {
            return Verdict.STOPPING;
        }
        if (!inTime()) {
            return Verdict.TOO_FAST;
        }
        if (taken.incrementAndGet() > max) {
            taken.decrementAndGet();
            return Verdict.FULL;
        }
        return Verdict.ADMITTED;
    }

    private boolean inTime() {
        long now = nanos.getAsLong();
        while (true) {
            long known = fullAt.get();
            long next = (known - now > 0 ? known : now) + interval;
            if (next - now > tolerance) {
                return false;
            }
            if (fullAt.compareAndSet(known, next)) {
                return true;
            }
        }
    }

    void leave() {
        taken.decrementAndGet();
    }

    /** Seconds after which one who was refused may try again: a different time for each, or they all come back together. */
    int retryAfter() {
        return 1 + ThreadLocalRandom.current().nextInt(spreadSeconds);
    }

    void open() {
        open = true;
    }

    void close() {
        open = false;
    }

    int taken() {
        return taken.get();
    }
}
