package com.eventfulhq.hub.whatsapp.window;

import com.eventfulhq.common.id.ConversationId;
import java.time.Instant;

/** When the window of a conversation ends, or ended. */
public record WindowEnd(ConversationId conversationId, Instant expiresAt) {

    boolean isOpen(Instant now) {
        return expiresAt.isAfter(now);
    }
}
