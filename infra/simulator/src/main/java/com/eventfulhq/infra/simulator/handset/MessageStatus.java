package com.eventfulhq.infra.simulator.handset;

import java.util.Locale;

/** How far a message of the business has come; only moves forward, and failure ends it. */
public enum MessageStatus {
    ACCEPTED,
    SENT,
    DELIVERED,
    READ,
    FAILED;

    /** The name callbacks use. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
