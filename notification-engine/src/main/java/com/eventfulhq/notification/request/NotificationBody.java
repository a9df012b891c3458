package com.eventfulhq.notification.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/notifications}. */
record NotificationBody(
        @JsonProperty("recipient_user_id") @Nullable UUID recipientUserId,
        @JsonProperty("template_name") @Nullable String templateName,
        @Nullable Map<String, String> variables,
        @Nullable List<String> channels,
        @JsonProperty("related_entity_id") @Nullable UUID relatedEntityId,
        @JsonProperty("related_entity_type") @Nullable String relatedEntityType,
        @JsonProperty("expires_at") @Nullable Instant expiresAt) {}
