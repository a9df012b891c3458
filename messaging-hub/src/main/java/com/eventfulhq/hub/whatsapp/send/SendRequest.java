package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.hub.whatsapp.send.Target.Address;
import org.jspecify.annotations.Nullable;

/** A request whose every field is allowed. */
record SendRequest(
        To to,
        @Nullable PhoneNumberId number,
        Content content,
        @Nullable String reference) {

    /** Whom. */
    sealed interface To {

        record User(Address address) implements To {}

        record Conversation(ConversationId id) implements To {}
    }
}
