package com.eventfulhq.common.event;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to notify one person, on {@code notification.requests} keyed by recipient.
 *
 * @param producer          who asks: the client id or service name; together with the key it makes the request happen once
 * @param idempotencyKey    the asker's own key, at most 255 characters
 * @param teamId            on whose behalf; null for a platform notification
 * @param recipientUserId   whom to tell
 * @param templateName      what to say: {@code notification_templates.template_name}
 * @param variables         values of the template's variables
 * @param channels          which channels, in order of preference; null: the template's
 * @param relatedEntityId   what it is about, with its type; both or neither
 * @param expiresAt         after this moment it is no longer worth telling; null: never
 */
public record NotificationRequested(
        String producer,
        String idempotencyKey,
        @Nullable TeamId teamId,
        UserId recipientUserId,
        String templateName,
        Map<String, String> variables,
        @Nullable List<String> channels,
        @Nullable UUID relatedEntityId,
        @Nullable String relatedEntityType,
        @Nullable Instant expiresAt) {

    public static final String TYPE = "notification.requested";
}
