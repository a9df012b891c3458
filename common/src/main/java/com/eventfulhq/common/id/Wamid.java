package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Meta's id of a message: opaque and case-sensitive. */
public record Wamid(@JsonValue String value) {

    private static final int MAX_LENGTH = 255;

    @JsonCreator
    public Wamid {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "wamid: found %d characters (expected 1 to %d)".formatted(value.length(), MAX_LENGTH));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
