package com.eventfulhq.hub.whatsapp.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What is said of a window before and at its end. */
enum Announcement {
    CLOSING,
    CLOSED;

    /** As it stands in keys and in the ids of events. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is true of a window now. */
    boolean isTrue(WindowEnd window, Instant now, Duration closingBefore) {
        return switch (this) {
            case CLOSING -> window.isOpen(now) && !window.expiresAt().isAfter(now.plus(closingBefore));
            case CLOSED -> !window.isOpen(now);
        };
    }
}
