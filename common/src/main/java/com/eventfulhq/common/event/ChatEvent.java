package com.eventfulhq.common.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the hub decided about conversations on the platform, on {@code chat.events} keyed by conversation. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ChatEvent.ConversationCreated.class, name = ChatEvent.CONVERSATION_CREATED),
    @JsonSubTypes.Type(value = ChatEvent.ParticipantAdded.class, name = ChatEvent.PARTICIPANT_ADDED),
    @JsonSubTypes.Type(value = ChatEvent.ParticipantRemoved.class, name = ChatEvent.PARTICIPANT_REMOVED),
    @JsonSubTypes.Type(value = ChatEvent.MessageSent.class, name = ChatEvent.MESSAGE_SENT),
    @JsonSubTypes.Type(value = ChatEvent.MessageEdited.class, name = ChatEvent.MESSAGE_EDITED),
    @JsonSubTypes.Type(value = ChatEvent.MessageDeleted.class, name = ChatEvent.MESSAGE_DELETED)
})
public sealed interface ChatEvent {

    String CONVERSATION_CREATED = "chat.conversation.created";
    String PARTICIPANT_ADDED = "chat.participant.added";
    String PARTICIPANT_REMOVED = "chat.participant.removed";
    String MESSAGE_SENT = "chat.message.sent";
    String MESSAGE_EDITED = "chat.message.edited";
    String MESSAGE_DELETED = "chat.message.deleted";

    UUID conversationId();

    /** The {@code ce_type} of this event. */
    default String type() {
        return switch (this) {
            case ConversationCreated e -> CONVERSATION_CREATED;
            case ParticipantAdded e -> PARTICIPANT_ADDED;
            case ParticipantRemoved e -> PARTICIPANT_REMOVED;
            case MessageSent e -> MESSAGE_SENT;
            case MessageEdited e -> MESSAGE_EDITED;
            case MessageDeleted e -> MESSAGE_DELETED;
        };
    }

    /** People can talk. */
    record ConversationCreated(
            UUID conversationId, @Nullable String conversationName, List<UUID> participantUserIds)
            implements ChatEvent {}

    /** Somebody joined. */
    record ParticipantAdded(UUID conversationId, UUID participantUserId) implements ChatEvent {}

    /** Somebody left, or was removed. */
    record ParticipantRemoved(UUID conversationId, UUID participantUserId) implements ChatEvent {}

    /**
     * Something was said.
     *
     * @param sequence number of the message in its conversation
     * @param preview  its beginning; null if it has no text
     */
    record MessageSent(
            UUID conversationId,
            UUID messageId,
            UUID senderUserId,
            long sequence,
            @Nullable String preview) implements ChatEvent {}

    /** Something said was changed. */
    record MessageEdited(
            UUID conversationId,
            UUID messageId,
            long sequence,
            @Nullable String preview) implements ChatEvent {}

    /** Something said was taken back. */
    record MessageDeleted(UUID conversationId, UUID messageId, long sequence) implements ChatEvent {}
}
