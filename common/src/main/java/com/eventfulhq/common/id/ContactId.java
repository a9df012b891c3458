package com.eventfulhq.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** A person as one WhatsApp Business Account knows them: {@code communications.whatsapp_contacts.contact_id}. */
public record ContactId(@JsonValue UUID value) {

    @JsonCreator
    public ContactId {}

    /** A new time-ordered id (RFC 9562 version 7), so that rows arrive in the order of their key. */
    public static ContactId next() {
        return new ContactId(UuidCreator.getTimeOrderedEpochFast());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static ContactId parse(String text) {
        return new ContactId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
