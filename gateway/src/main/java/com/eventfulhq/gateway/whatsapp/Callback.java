package com.eventfulhq.gateway.whatsapp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One callback as a map of its body: what is needed to split it is decoded, everything else is the place where it stands.
 *
 * @param whatsApp whether the {@code object} is the one whose changes we know
 */
record Callback(boolean whatsApp, List<Entry> entries) {

    /**
     * One element of {@code entry}.
     *
     * @param raw     all of it
     * @param id      the WhatsApp Business Account, as text
     * @param idAt    where it stands, if it is a JSON string
     * @param time    unix seconds, or -1
     * @param changes none if it is not of Meta's shape: then it is kept as a whole
     */
    record Entry(Slice raw, @Nullable String id, @Nullable Slice idAt, long time, List<Change> changes) {}

    /**
     * One element of {@code changes}.
     *
     * @param raw      all of it
     * @param field    its field; null if it has none
     * @param fieldAt  where that stands
     * @param value    its value; null if it has none
     * @param contents the value read; null if it is not an object
     */
    record Change(
            Slice raw,
            @Nullable String field,
            @Nullable Slice fieldAt,
            @Nullable Slice value,
            @Nullable Contents contents) {}

    /**
     * A value that is an object.
     *
     * @param others every member but messaging_product, metadata, contacts, messages, statuses, and empty lists
     */
    record Contents(
            @Nullable Slice product,
            @Nullable Slice metadata,
            @Nullable String phoneNumberId,
            List<Contact> contacts,
            List<Element> elements,
            List<Member> others) {}

    /** One element of {@code contacts}; its user may be known by number, by business-scoped id, or both. */
    record Contact(
            Slice raw, @Nullable String waId, @Nullable String userId) {

        boolean is(Element element) {
            return (userId != null && userId.equals(element.userId())) || (waId != null && waId.equals(element.waId()));
        }
    }

    /** Which list an element stands in. */
    enum Kind {
        MESSAGE,
        STATUS
    }

    /**
     * One element of {@code messages} or {@code statuses}.
     *
     * @param odd       not an object, or without an id: cannot be told from its repeats
     * @param waId      the user's number: {@code from} or {@code recipient_id}
     * @param userId    the user's business-scoped id: {@code from_user_id} or {@code recipient_user_id}
     * @param timestamp unix seconds, or -1
     */
    record Element(
            Kind kind,
            Slice raw,
            boolean odd,
            @Nullable String waId,
            @Nullable String userId,
            long timestamp) {

        @Nullable
        String user() {
            return userId != null ? userId : waId;
        }
    }

    /** A member of an object. */
    record Member(String name, Slice value) {}
}
