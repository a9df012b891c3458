package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.hub.whatsapp.message.LogPlace;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as an arrival left it.
 *
 * @param expiresAt the window's end; null if it never was open
 * @param openedBy  the record that opened the window last; null if it never was open
 */
public record Conversation(
        ConversationId conversationId,
        Arrival.Thread thread,
        @Nullable Instant expiresAt,
        @Nullable LogPlace openedBy) {

    /** Whether this record opened the window: just now, or before a crash. Meta's repeat stands elsewhere and did not. */
    public boolean openedBy(LogPlace place) {
        return place.equals(openedBy);
    }
}
