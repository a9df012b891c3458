package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.id.ConversationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as an arrival left it.
 *
 * @param expiredAt the window's end before; null if it never was open
 * @param expiresAt the window's end now; null if it never was open
 */
public record Conversation(
        ConversationId conversationId,
        Arrival.Thread thread,
        @Nullable Instant expiredAt,
        @Nullable Instant expiresAt) {

    /** Whether the window was moved forward. */
    public boolean extended() {
        return expiresAt != null && (expiredAt == null || expiresAt.isAfter(expiredAt));
    }

    /** Whether the window is open now and was not before. */
    public boolean opened(Instant now) {
        return extended()
                && expiresAt != null
                && expiresAt.isAfter(now)
                && (expiredAt == null || !expiredAt.isAfter(now));
    }
}
