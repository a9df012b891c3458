package com.eventfulhq.hub.whatsapp.inbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What agents see; names as in the data model. */
final class Views {

    private Views() {}

    record ConversationView(
            @JsonProperty("conversation_id") UUID conversationId,
            @JsonProperty("phone_number_id") String phoneNumberId,
            @JsonProperty("whatsapp_phone_number") @Nullable String whatsappPhoneNumber,
            @JsonProperty("whatsapp_user_id") @Nullable String whatsappUserId,
            @JsonProperty("profile_name") @Nullable String profileName,
            String status,
            @JsonProperty("session_expires_at") @Nullable Instant sessionExpiresAt,
            @JsonProperty("last_message_at") @Nullable Instant lastMessageAt,
            @JsonProperty("assigned_agent_id") @Nullable UUID assignedAgentId,
            @JsonProperty("created_at") Instant createdAt) {}

    record MessageView(
            @JsonProperty("message_id") UUID messageId,
            @JsonProperty("whatsapp_message_id") @Nullable String whatsappMessageId,
            String direction,
            @JsonProperty("message_type") String messageType,
            @JsonProperty("text_content") @Nullable String textContent,
            @JsonProperty("template_name") @Nullable String templateName,
            String status,
            @JsonProperty("error_code") @Nullable Integer errorCode,
            @JsonProperty("error_title") @Nullable String errorTitle,
            @JsonProperty("provider_timestamp") Instant providerTimestamp,
            @JsonProperty("created_at") Instant createdAt) {}

    record WindowView(
            boolean open,
            @JsonProperty("expires_at") @Nullable Instant expiresAt) {}
}
