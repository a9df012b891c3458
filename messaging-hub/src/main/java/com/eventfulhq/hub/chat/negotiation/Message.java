package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.hub.chat.log.Members;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message of a negotiation, before it is sealed.
 *
 * @param offerData canonical JSON; of an acceptance the terms it accepts
 */
record Message(
        UUID bookingId,
        UUID messageId,
        long messageNo,
        UUID sender,
        Step step,
        String text,
        @Nullable String offerData,
        Instant at) {

    /** Always three digits of a second, because what is hashed has one form. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** What is hashed and exported. */
    ObjectNode json() {
        var json = Json.MAPPER.createObjectNode();
        json.put("at", TIME.format(at));
        json.put("booking_id", bookingId.toString());
        json.put("message_id", messageId.toString());
        json.put("message_no", messageNo);
        json.put("message_text", text);
        json.put("message_type", step.toString());
        json.put("sender_user_id", sender.toString());
        if (offerData != null) {
            json.set("offer_data", Json.MAPPER.readTree(offerData));
        }
        return json;
    }

    /** As events have it. */
    Members frame(UUID clientEventId, String hash) {
        var frame = Members.none()
                .add("message_id", messageId)
                .add("message_no", messageNo)
                .add("sender_user_id", sender)
                .add("client_event_id", clientEventId)
                .add("message_text", text);
        if (offerData != null) {
            frame.raw("offer_data", offerData);
        }
        return frame.add("hash", hash);
    }
}
