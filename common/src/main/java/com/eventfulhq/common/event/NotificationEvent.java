package com.eventfulhq.common.event;

import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.UserId;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The lifecycle of notifications, on {@code notification.events} keyed by notification. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NotificationEvent.Created.class, name = NotificationEvent.CREATED),
    @JsonSubTypes.Type(value = NotificationEvent.StatusChanged.class, name = NotificationEvent.STATUS)
})
public sealed interface NotificationEvent {

    String CREATED = "notification.created";
    String STATUS = "notification.status";

    NotificationId notificationId();

    UserId recipientUserId();

    /** The {@code ce_type} of this event. */
    default String type() {
        return switch (this) {
            case Created e -> CREATED;
            case StatusChanged e -> STATUS;
        };
    }

    /** It is stored and on its way. */
    record Created(
            NotificationId notificationId,
            UserId recipientUserId,
            @Nullable String title,
            String message,
            Instant createdAt)
            implements NotificationEvent {}

    /** A delivery moved, and the notification with it. */
    record StatusChanged(
            NotificationId notificationId,
            UserId recipientUserId,
            String status,
            String channel,
            String channelStatus,
            @Nullable String reason)
            implements NotificationEvent {}
}
