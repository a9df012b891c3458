package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A user's number as Meta spells it: digits, no plus sign ({@code wa_id}). Never rewritten. */
public record WaId(@JsonValue String value) {

    private static final int MAX_LENGTH = 32;

    @JsonCreator
    public WaId {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "wa_id: found %d characters (expected 1 to %d)".formatted(value.length(), MAX_LENGTH));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
