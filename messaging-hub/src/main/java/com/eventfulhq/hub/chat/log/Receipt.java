package com.eventfulhq.hub.chat.log;

import java.util.UUID;

/** How far somebody has read and received. */
public record Receipt(UUID conversationId, UUID userId, long readEv, long deliveredEv) {

    Key key() {
        return new Key(conversationId, userId);
    }

    String frame() {
        return Members.none()
                .add("push", "receipt")
                .add("conversation_id", conversationId)
                .add("user_id", userId)
                .add("read_ev", readEv)
                .add("delivered_ev", deliveredEv)
                .object();
    }

    record Key(UUID conversationId, UUID userId) {}
}
