package com.eventfulhq.infra.simulator.handset;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.EndUser;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message the business sent and the Graph face accepted.
 *
 * @param category what it is priced as: service, or the template's category in lower case
 * @param windowOpen whether the user's service window was open when it was accepted
 * @param opaque {@code biz_opaque_callback_data}, echoed in every status
 */
public record OutboundMessage(
        String wamid,
        BusinessNumber number,
        EndUser user,
        String type,
        String category,
        boolean windowOpen,
        JsonNode body,
        @Nullable String opaque,
        Instant at,
        MessageStatus status) {
    OutboundMessage with(MessageStatus next) {
        var kept = next.compareTo(status) > 0 ? next : status;
        return new OutboundMessage(wamid, number, user, type, category, windowOpen, body, opaque, at, kept);
    }

    /** Only a message that did not fail reaches the person. */
    boolean visible() {
        return status != MessageStatus.FAILED;
    }
}
