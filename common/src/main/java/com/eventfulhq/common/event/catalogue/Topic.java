package com.eventfulhq.common.event.catalogue;

/**
 * Where events travel.
 *
 * @param value what a record's value is
 */
public record Topic(String name, Value value, String means) {

    /** The two forms a value has. */
    public enum Value {
        /** A {@link DomainEvent} as JSON, its data within. */
        ENVELOPED,
        /** The data itself, with its {@code type}; what else there is to say is in the record's {@code ce_} headers. */
        BARE
    }

    public boolean enveloped() {
        return value == Value.ENVELOPED;
    }
}
