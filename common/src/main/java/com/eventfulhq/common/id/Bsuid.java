package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A business-scoped user id, for example {@code US.13491208655302741918}: stable per user and business portfolio. */
public record Bsuid(@JsonValue String value) {

    private static final int MAX_LENGTH = 160;

    @JsonCreator
    public Bsuid {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("business-scoped user id: found %d characters (expected 1 to %d)"
                    .formatted(value.length(), MAX_LENGTH));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
