package com.eventfulhq.infra.simulator.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** The simulated time: an underlying clock plus an offset that only grows. */
public final class SimulatorClock {
    private final Clock base;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    public SimulatorClock(Clock base) {
        this.base = base;
    }

    public Instant instant() {
        return base.instant().plus(offset.get());
    }

    /** Moves the simulated time forward. Windows and limits follow at once; timers already running do not. */
    public Instant advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("advance: " + by + " (expected: zero or forward)");
        }
        offset.updateAndGet(by::plus);
        return instant();
    }

    public void reset() {
        offset.set(Duration.ZERO);
    }
}
