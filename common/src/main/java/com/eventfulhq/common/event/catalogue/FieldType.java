package com.eventfulhq.common.event.catalogue;

import java.util.List;

/** What a field holds. */
public sealed interface FieldType {

    /** A type without further terms. */
    enum Scalar implements FieldType {
        TEXT,
        /** Canonical, 36 characters. */
        UUID,
        INTEGER,
        BOOLEAN,
        /** RFC 3339, with its offset. */
        TIMESTAMP,
        /** A day, without a time zone. */
        DATE,
        URI,
        /**
         * {@code {"amount": "12.50", "unit": "credits"}}: decimal text, because a JSON number would be rounded on its way, and its
         * unit as the producer gave it, because nobody here converts.
         */
        MONEY,
        /** Any JSON object. */
        OBJECT
    }

    /** One of these texts. */
    record Choice(List<String> values) implements FieldType {
        public Choice {
            values = List.copyOf(values);
        }
    }

    /** Any number of these. */
    record ListOf(FieldType element) implements FieldType {}
}
