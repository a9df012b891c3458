package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** One call to the Graph API: {@code communications.whatsapp_send_attempts.attempt_id}; travels in {@code biz_opaque_callback_data}. */
public record AttemptId(@JsonValue UUID value) {

    @JsonCreator
    public AttemptId {}

    /** A new time-ordered id (RFC 9562 version 7), so that rows arrive in the order of their key. */
    public static AttemptId next() {
        return new AttemptId(UuidCreator.getTimeOrderedEpochFast());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static AttemptId parse(String text) {
        return new AttemptId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
