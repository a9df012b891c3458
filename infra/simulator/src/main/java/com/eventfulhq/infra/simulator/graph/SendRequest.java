package com.eventfulhq.infra.simulator.graph;

import com.eventfulhq.infra.simulator.callback.EndUser;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of {@code POST /messages}, with names for what every type shares. */
record SendRequest(JsonNode json) {
    String type() {
        return json.path("type").asString("text");
    }

    /** The object named like the type: {@code text}, {@code template}, … */
    JsonNode content() {
        return json.path(type());
    }

    /** As written by the caller; {@code to} wins over {@code recipient}. */
    String input() {
        var to = json.path("to").asString("");
        return to.isEmpty() ? json.path("recipient").asString("") : to;
    }

    boolean toUserId() {
        return json.path("to").asString("").isEmpty();
    }

    /** A wa_id in digits, or a BSUID. */
    String address() {
        return toUserId() ? input() : WaIds.of(input());
    }

    boolean addressable() {
        if (toUserId()) {
            return EndUser.isUserId(input());
        }
        return input().matches("[+0-9() .-]+") && address().matches("[0-9]{6,18}");
    }

    @Nullable
    String opaque() {
        var value = json.path("biz_opaque_callback_data").asString("");
        return value.isEmpty() ? null : value;
    }

    boolean isReceipt() {
        return json.path("status").asString("").equals("read");
    }

    boolean isTemplate() {
        return type().equals("template");
    }
}
