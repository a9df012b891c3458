package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A WhatsApp Business Account ({@code entry[].id}). */
public record WabaId(@JsonValue String value) {

    private static final int MAX_LENGTH = 64;

    @JsonCreator
    public WabaId {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "waba_id: found %d characters (expected 1 to %d)".formatted(value.length(), MAX_LENGTH));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
