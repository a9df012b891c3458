package com.eventfulhq.infra.simulator.callback;

import com.eventfulhq.infra.simulator.account.BusinessNumber;
import com.eventfulhq.infra.simulator.callback.CallbackItem.StatusUpdate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Adds to a status what only some statuses carry. */
public final class StatusBuilder {
    private final BusinessNumber number;
    private final EndUser user;
    private final Instant at;
    private final ObjectNode status;
    private boolean failed;

    StatusBuilder(BusinessNumber number, EndUser user, String wamid, String name, Instant at) {
        this.number = number;
        this.user = user;
        this.at = at;
        this.status = JsonNodeFactory.instance
                .objectNode()
                .put("id", wamid)
                .put("status", name)
                .put("timestamp", Long.toString(at.getEpochSecond()));
        if (user.waId() != null) {
            status.put("recipient_id", user.waId());
        }
        // A failure of a send to a phone number does not tell the user's id.
        if (user.waId() == null || !name.equals("failed")) {
            status.put("recipient_user_id", user.userId());
        }
    }

    public StatusBuilder opaque(@Nullable String bizOpaqueCallbackData) {
        if (bizOpaqueCallbackData != null) {
            status.put("biz_opaque_callback_data", bizOpaqueCallbackData);
        }
        return this;
    }

    public StatusBuilder pricing(String type, String category) {
        status.putObject("pricing")
                .put("billable", type.equals("regular"))
                .put("pricing_model", "PMP")
                .put("type", type)
                .put("category", category);
        return this;
    }

    /** The conversation of v23 and older; {@code expires} stands on {@code sent} only. */
    public StatusBuilder conversation(String id, String origin, boolean expires) {
        var conversation = status.putObject("conversation").put("id", id);
        if (expires) {
            var end = at.plus(Duration.ofHours(24)).getEpochSecond();
            conversation.put("expiration_timestamp", Long.toString(end));
        }
        conversation.putObject("origin").put("type", origin);
        return this;
    }

    public StatusBuilder error(StatusError error) {
        status.putArray("errors").add(error.json());
        failed = true;
        return this;
    }

    public StatusUpdate build() {
        return new StatusUpdate(number, failed ? null : user, status);
    }
}
