package com.eventfulhq.common.chat;

import com.eventfulhq.common.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants done in a conversation. Made by {@link ChatCommandReader} only, so its values are within the bounds
 * {@code docs/realtime.md} states; whether it may be done is the hub's decision.
 */
public sealed interface ChatCommand {

    UUID conversationId();

    /** One that becomes an event; its id makes it happen once per conversation and person, for ever. */
    sealed interface Durable extends ChatCommand {
        UUID clientEventId();
    }

    record Create(
            UUID conversationId,
            UUID clientEventId,
            @Nullable String title,
            List<UserId> participants,
            @Nullable String relatedEntityType,
            @Nullable UUID relatedEntityId)
            implements Durable {}

    /**
     * @param content    null if there are only attachments, or if it is a forward
     * @param after      the command of the same sender that must be stored before this one
     */
    record Send(
            UUID conversationId,
            UUID clientEventId,
            String messageType,
            @Nullable String content,
            List<UUID> attachments,
            @Nullable UUID replyTo,
            List<UserId> mentions,
            @Nullable Forward forwardOf,
            @Nullable UUID after)
            implements Durable {}

    /** A message of another conversation. */
    record Forward(UUID conversationId, UUID messageId) {}

    record Edit(UUID conversationId, UUID clientEventId, UUID messageId, String content, int version)
            implements Durable {}

    record Delete(UUID conversationId, UUID clientEventId, UUID messageId) implements Durable {}

    record React(UUID conversationId, UUID clientEventId, UUID messageId, String reaction, boolean add)
            implements Durable {}

    record Rename(
            UUID conversationId,
            UUID clientEventId,
            @Nullable String title) implements Durable {}

    record Archive(UUID conversationId, UUID clientEventId, boolean archived) implements Durable {}

    record Add(UUID conversationId, UUID clientEventId, List<UserId> userIds) implements Durable {}

    record Remove(UUID conversationId, UUID clientEventId, UserId userId) implements Durable {}

    record SetRole(UUID conversationId, UUID clientEventId, UserId userId, String role) implements Durable {}

    record Pin(UUID conversationId, UUID clientEventId, UUID messageId, boolean pinned) implements Durable {}

    /**
     * @param conversationId the booking
     * @param expectedEv     the newest binding event its sender has seen, 0 if none; null only for text
     */
    record Negotiate(
            UUID conversationId,
            UUID clientEventId,
            String messageType,
            String messageText,
            @Nullable OfferTerms offerData,
            @Nullable Long expectedEv)
            implements Durable {}

    /** Read, or delivered, up to and including that event. */
    record Seen(UUID conversationId, long ev, boolean read) implements ChatCommand {}

    record Mute(UUID conversationId, @Nullable Instant until) implements ChatCommand {}
}
