package com.eventfulhq.hub.chat.negotiation;

import java.util.Locale;

/** The kinds of messages of a negotiation. All but texts bind. */
enum Step {
    TEXT,
    OFFER,
    COUNTER_OFFER,
    ACCEPTANCE,
    REJECTION,
    WITHDRAWAL;

    static Step of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As commands, events and rows have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
