package com.eventfulhq.hub.chat.room;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message.
 *
 * @param attachments    JSON array; null if there are none
 * @param forwardedFrom  the message whose content it repeats
 */
record Line(
        UUID messageId,
        UUID conversationId,
        UUID sender,
        long messageNo,
        @Nullable String content,
        @Nullable String attachments,
        @Nullable UUID forwardedFrom,
        List<UUID> mentions,
        Instant sentAt,
        int version,
        boolean deleted,
        boolean pinned) {

    Line edited(String other) {
        return new Line(
                messageId,
                conversationId,
                sender,
                messageNo,
                other,
                attachments,
                forwardedFrom,
                mentions,
                sentAt,
                version + 1,
                deleted,
                pinned);
    }

    Line takenBack() {
        return new Line(
                messageId,
                conversationId,
                sender,
                messageNo,
                content,
                attachments,
                forwardedFrom,
                mentions,
                sentAt,
                version,
                true,
                false);
    }

    Line pinned(boolean now) {
        return new Line(
                messageId,
                conversationId,
                sender,
                messageNo,
                content,
                attachments,
                forwardedFrom,
                mentions,
                sentAt,
                version,
                deleted,
                now);
    }
}
