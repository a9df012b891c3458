package com.eventfulhq.infra.simulator.callback;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Why a message failed or could not be shown, in the shape callbacks use. */
public record StatusError(int code, String title, String details) {
    ObjectNode json() {
        var error = JsonNodeFactory.instance
                .objectNode()
                .put("code", code)
                .put("title", title)
                .put("message", title);
        error.putObject("error_data").put("details", details);
        return error.put("href", "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/");
    }
}
