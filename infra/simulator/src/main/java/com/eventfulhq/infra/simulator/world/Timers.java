package com.eventfulhq.infra.simulator.world;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/** Runs steps later, on one scheduler. A step that comes up while the simulator closes is dropped. */
public final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final Scheduler scheduler;

    public Timers(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    public void after(Duration delay, Runnable step) {
        try {
            scheduler.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("dropped a step: {}", closing.getMessage());
        }
    }

    public Scheduler scheduler() {
        return scheduler;
    }
}
