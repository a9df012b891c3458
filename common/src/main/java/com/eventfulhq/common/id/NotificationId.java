package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** A notification to one recipient: {@code notification.notifications.notification_id}. */
public record NotificationId(@JsonValue UUID value) {

    @JsonCreator
    public NotificationId {}

    /** A new time-ordered id (RFC 9562 version 7), so that rows arrive in the order of their key. */
    public static NotificationId next() {
        return new NotificationId(UuidCreator.getTimeOrderedEpochFast());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static NotificationId parse(String text) {
        return new NotificationId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
