package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is about to become a row.
 *
 * @param target  with a conversation
 * @param refused why it is a failure from the beginning; null if it will be sent
 * @param sender  the person who sends; null for a service
 */
record NewMessage(
        MessageId id,
        Target target,
        Composed message,
        SendPolicy.Decision.@Nullable Refused refused,
        @Nullable UserId sender,
        @Nullable String reference,
        Instant acceptedAt,
        Instant nextAttemptAt,
        Instant sendBefore) {

    Outbound row() {
        var state = refused == null
                ? new Outbound.State(Outbound.QUEUED, null, null, null)
                : new Outbound.State(Outbound.FAILED, null, null, refused.reason());
        return new Outbound(
                id,
                target,
                message,
                state,
                reference,
                sendBefore,
                refused == null ? nextAttemptAt : null,
                null,
                java.util.List.of());
    }
}
