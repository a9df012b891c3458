package com.eventfulhq.hub.chat.push;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.id.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody has not read of a conversation. */
record Unread(
        UUID conversationId,
        UUID userId,
        long readMessageNo,
        long lastMessageNo,
        @Nullable String title,
        @Nullable String sender,
        @Nullable String content) {

    static final String PRODUCER = "messaging-hub";
    private static final String TEMPLATE = "chat_message";
    private static final int PREVIEW = 100;

    /** The same until something more is read. */
    String key() {
        return "chat:" + conversationId + ":" + userId + ":" + readMessageNo;
    }

    NotificationRequested request(Instant expiresAt) {
        var from = sender == null || sender.isBlank() ? "Somebody" : sender;
        return new NotificationRequested(
                PRODUCER,
                key(),
                null,
                new UserId(userId),
                TEMPLATE,
                Map.of(
                        "sender",
                        from,
                        "conversation",
                        title == null ? "a conversation" : title,
                        "preview",
                        preview(),
                        "unread",
                        Long.toString(lastMessageNo - readMessageNo)),
                null,
                conversationId,
                "internal_conversations",
                expiresAt);
    }

    private String preview() {
        if (content == null) {
            return "An attachment";
        }
        return content.codePointCount(0, content.length()) <= PREVIEW
                ? content
                : content.substring(0, content.offsetByCodePoints(0, PREVIEW)) + "…";
    }
}
