package com.eventfulhq.infra.simulator.knob;

import java.time.Duration;

/**
 * All switchable behaviour.
 *
 * @param compression how many times faster than the wall clock delays, lingers and retries run; 1 is real time
 * @param statuses what devices report
 * @param sends how the Graph face answers
 * @param callbacks how callbacks travel
 */
public record Knobs(double compression, StatusKnobs statuses, SendKnobs sends, CallbackKnobs callbacks) {
    public static final Knobs DEFAULTS = new Knobs(1, StatusKnobs.DEFAULTS, SendKnobs.DEFAULTS, CallbackKnobs.DEFAULTS);

    public Knobs {
        if (!(compression > 0)) {
            throw new IllegalArgumentException("compression: " + compression + " (expected: above 0)");
        }
    }

    /** The real duration of a simulated one. */
    public Duration compressed(Duration simulated) {
        return Duration.ofNanos((long) (simulated.toNanos() / compression));
    }

    static void probability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to 1)");
        }
    }

    static void range(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
