package com.eventfulhq.infra.simulator.knob;

import java.time.Duration;

/**
 * What the devices of end users report after a send was accepted.
 *
 * @param enabled false: no status at all
 * @param sentAfter from acceptance to {@code sent}
 * @param deliveredAfter from {@code sent} to {@code delivered}
 * @param readAfter from {@code delivered} to {@code read}
 * @param deliveredProbability share of messages that reach a device, 0 to 1
 * @param readProbability share of delivered messages that are read without {@code /simulator/users/…/read}, 0 to 1
 * @param skipDelivered the chat is open: {@code read} comes without {@code delivered}
 * @param beforeResponse {@code sent} is acknowledged by the subscriber before the Graph call is answered
 * @param shape the payload version of the field subscription
 */
public record StatusKnobs(
        boolean enabled,
        Duration sentAfter,
        Duration deliveredAfter,
        Duration readAfter,
        double deliveredProbability,
        double readProbability,
        boolean skipDelivered,
        boolean beforeResponse,
        Shape shape) {
    static final StatusKnobs DEFAULTS = new StatusKnobs(
            true, Duration.ofMillis(50), Duration.ofMillis(150), Duration.ofMillis(800), 1, 1, false, false, Shape.V24);

    public StatusKnobs {
        Knobs.probability("delivered_probability", deliveredProbability);
        Knobs.probability("read_probability", readProbability);
    }

    /** V23 and older carry a {@code conversation}; V24 and newer do not. */
    public enum Shape {
        V23,
        V24
    }
}
