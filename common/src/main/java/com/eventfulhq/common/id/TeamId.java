package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** A team: {@code identity.teams.team_id}. */
public record TeamId(@JsonValue UUID value) {

    @JsonCreator
    public TeamId {}

    /** A new time-ordered id (RFC 9562 version 7), so that rows arrive in the order of their key. */
    public static TeamId next() {
        return new TeamId(UuidCreator.getTimeOrderedEpochFast());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static TeamId parse(String text) {
        return new TeamId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
