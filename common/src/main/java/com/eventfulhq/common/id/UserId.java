package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** A person: {@code security.users.user_id}. */
public record UserId(@JsonValue UUID value) {

    @JsonCreator
    public UserId {}

    /** A new time-ordered id (RFC 9562 version 7), so that rows arrive in the order of their key. */
    public static UserId next() {
        return new UserId(UuidCreator.getTimeOrderedEpochFast());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static UserId parse(String text) {
        return new UserId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
