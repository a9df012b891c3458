package com.eventfulhq.common.event.catalogue;

/**
 * A field of an event's data. A name has the same type and meaning in every event.
 *
 * @param required whether every event of the type has it; one that is not may be missing or null
 */
public record DataField(String name, FieldType type, boolean required, String means) {}
