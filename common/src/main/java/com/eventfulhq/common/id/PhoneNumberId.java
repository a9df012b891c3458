package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Meta's id of a business number ({@code metadata.phone_number_id}); not the number itself. */
public record PhoneNumberId(@JsonValue String value) {

    private static final int MAX_LENGTH = 64;

    @JsonCreator
    public PhoneNumberId {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "phone_number_id: found %d characters (expected 1 to %d)".formatted(value.length(), MAX_LENGTH));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
