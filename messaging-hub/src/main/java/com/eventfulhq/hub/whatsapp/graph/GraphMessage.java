package com.eventfulhq.hub.whatsapp.graph;

import com.eventfulhq.common.id.AttemptId;
import com.eventfulhq.common.id.PhoneNumberId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One message as it is posted.
 *
 * @param from      the business number
 * @param to        the user's number in digits; null if only {@code recipient} is known
 * @param recipient a business-scoped user id; null if {@code to} is known
 * @param type      {@code text} or {@code template}
 * @param content   the object behind the type, in Meta's shape
 * @param attempt   travels in {@code biz_opaque_callback_data} and comes back in every status of this call
 */
public record GraphMessage(
        PhoneNumberId from,
        @Nullable String to,
        @Nullable String recipient,
        String type,
        JsonNode content,
        AttemptId attempt) {

    public GraphMessage {
        if ((to == null) == (recipient == null)) {
            throw new IllegalArgumentException("graph message: expected either a number or a business-scoped user id");
        }
    }
}
