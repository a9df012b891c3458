package com.eventfulhq.common.event;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the hub decided, on {@code whatsapp.events} keyed by conversation. {@code teamId} is null while nobody has claimed the
 * business number.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WhatsAppEvent.MessageReceived.class, name = WhatsAppEvent.MESSAGE_RECEIVED),
    @JsonSubTypes.Type(value = WhatsAppEvent.MessageQueued.class, name = WhatsAppEvent.MESSAGE_QUEUED),
    @JsonSubTypes.Type(value = WhatsAppEvent.MessageStatus.class, name = WhatsAppEvent.MESSAGE_STATUS),
    @JsonSubTypes.Type(value = WhatsAppEvent.WindowOpened.class, name = WhatsAppEvent.WINDOW_OPENED),
    @JsonSubTypes.Type(value = WhatsAppEvent.WindowClosing.class, name = WhatsAppEvent.WINDOW_CLOSING),
    @JsonSubTypes.Type(value = WhatsAppEvent.WindowClosed.class, name = WhatsAppEvent.WINDOW_CLOSED)
})
public sealed interface WhatsAppEvent {

    String MESSAGE_RECEIVED = "whatsapp.message.received";
    String MESSAGE_QUEUED = "whatsapp.message.queued";
    String MESSAGE_STATUS = "whatsapp.message.status";
    String WINDOW_OPENED = "whatsapp.window.opened";
    String WINDOW_CLOSING = "whatsapp.window.closing";
    String WINDOW_CLOSED = "whatsapp.window.closed";

    ConversationId conversationId();

    @Nullable
    TeamId teamId();

    /** The {@code ce_type} of this event. */
    default String type() {
        return switch (this) {
            case MessageReceived e -> MESSAGE_RECEIVED;
            case MessageQueued e -> MESSAGE_QUEUED;
            case MessageStatus e -> MESSAGE_STATUS;
            case WindowOpened e -> WINDOW_OPENED;
            case WindowClosing e -> WINDOW_CLOSING;
            case WindowClosed e -> WINDOW_CLOSED;
        };
    }

    /** A user wrote to a business number and it is stored. */
    record MessageReceived(
            ConversationId conversationId,
            @Nullable TeamId teamId,
            PhoneNumberId phoneNumberId,
            MessageId messageId,
            String whatsappMessageId,
            String messageType,
            @Nullable String text,
            @Nullable String from,
            @Nullable String profileName,
            Instant providerTimestamp,
            @Nullable Instant sessionExpiresAt)
            implements WhatsAppEvent {}

    /** An outbound message was accepted and will be sent. */
    record MessageQueued(
            ConversationId conversationId,
            @Nullable TeamId teamId,
            PhoneNumberId phoneNumberId,
            MessageId messageId,
            String messageType,
            @Nullable String text,
            @Nullable String templateName,
            @Nullable String reference)
            implements WhatsAppEvent {}

    /**
     * An outbound message moved: accepted, sent, delivered, read, played or failed. Later states never come before earlier
     * ones for one message; states may be skipped.
     *
     * @param errorCode Meta's code of a failure; null if it did not fail, or failed here (then {@code errorTitle} says why)
     */
    record MessageStatus(
            ConversationId conversationId,
            @Nullable TeamId teamId,
            PhoneNumberId phoneNumberId,
            MessageId messageId,
            @Nullable String whatsappMessageId,
            String status,
            Instant providerTimestamp,
            @Nullable Integer errorCode,
            @Nullable String errorTitle,
            @Nullable String reference)
            implements WhatsAppEvent {}

    /** The customer-service window opened, after it was closed or for the first time. */
    record WindowOpened(
            ConversationId conversationId, @Nullable TeamId teamId, Instant sessionExpiresAt)
            implements WhatsAppEvent {}

    /** The window will close soon. */
    record WindowClosing(
            ConversationId conversationId, @Nullable TeamId teamId, Instant sessionExpiresAt)
            implements WhatsAppEvent {}

    /** The window closed: from now on only templates. */
    record WindowClosed(
            ConversationId conversationId, @Nullable TeamId teamId, Instant sessionExpiresAt)
            implements WhatsAppEvent {}
}
