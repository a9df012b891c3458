package com.eventfulhq.hub.whatsapp.send;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/whatsapp/messages}, as it was sent: nothing is checked yet. Exactly one of {@code to},
 * {@code recipient} and {@code conversation_id} says whom.
 */
record SendBody(
        @Nullable String to,
        @Nullable String recipient,
        @JsonProperty("conversation_id") @Nullable String conversationId,
        @JsonProperty("phone_number_id") @Nullable String phoneNumberId,
        @Nullable String type,
        @Nullable Text text,
        @Nullable Template template,
        @Nullable String reference) {

    record Text(
            @Nullable String body,
            @JsonProperty("preview_url") @Nullable Boolean previewUrl) {}

    record Template(
            @Nullable String name,
            @Nullable String language,
            @Nullable List<@Nullable String> parameters) {}
}
