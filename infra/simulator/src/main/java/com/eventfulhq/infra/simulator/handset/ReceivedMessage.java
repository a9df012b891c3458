package com.eventfulhq.infra.simulator.handset;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message as the end user sees it.
 *
 * @param text the text, or the name of the template; null for other types
 * @param body the request the business made
 */
public record ReceivedMessage(
        String wamid,
        String phoneNumberId,
        String type,
        @Nullable String text,
        String status,
        Instant at,
        JsonNode body) {
    static ReceivedMessage of(OutboundMessage message) {
        return new ReceivedMessage(
                message.wamid(),
                message.number().phoneNumberId(),
                message.type(),
                text(message),
                message.status().wireName(),
                message.at(),
                message.body());
    }

    private static @Nullable String text(OutboundMessage message) {
        return switch (message.type()) {
            case "text" -> message.body().path("text").path("body").asString("");
            case "template" -> message.body().path("template").path("name").asString("");
            default -> null;
        };
    }
}
