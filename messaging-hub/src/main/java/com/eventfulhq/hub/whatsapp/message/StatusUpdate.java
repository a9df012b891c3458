package com.eventfulhq.hub.whatsapp.message;

import com.eventfulhq.common.id.Wamid;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Meta says of a message of ours.
 *
 * @param status      as Meta spells it, in lower case
 * @param recipient   the participant of a group it is about; empty for an ordinary message, whose wamid says it all
 * @param attemptId   {@code biz_opaque_callback_data}, if it is an attempt of ours: finds the message when its wamid is not
 *     stored yet
 * @param traceparent the trace of the callback
 */
public record StatusUpdate(
        Wamid wamid,
        String status,
        String recipient,
        Instant at,
        @Nullable Failure failure,
        @Nullable String pricingCategory,
        @Nullable String pricingType,
        @Nullable UUID attemptId,
        LogPlace place,
        String traceparent) {

    /** Why a message failed, in Meta's words. */
    public record Failure(
            @Nullable Integer code,
            @Nullable String title,
            @Nullable String detail) {}

    /** What is kept once: the same status of the same message and recipient. */
    public record Key(Wamid wamid, String status, String recipient) {}

    public Key key() {
        return new Key(wamid, status, recipient);
    }
}
