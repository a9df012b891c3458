package com.eventfulhq.infra.simulator.graph;

import com.eventfulhq.infra.simulator.callback.StatusError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A refusal in Meta's shape; the same code can be told at once or by a failed status. */
record GraphError(
        GraphCode code, @Nullable String details, @Nullable String objectId) {
    static GraphError of(GraphCode code, String details) {
        return new GraphError(code, details, null);
    }

    static GraphError badToken() {
        return new GraphError(GraphCode.TOKEN_INVALID, null, null);
    }

    /** The object does not exist, or the token may not see it: Meta does not say which. */
    static GraphError unknownObject(String id) {
        return new GraphError(GraphCode.INVALID_PARAMETER, null, id);
    }

    StatusError asStatus() {
        return new StatusError(code.code, code.title, details == null ? code.title : details);
    }

    ObjectNode body(String fbtraceId) {
        var root = JsonNodeFactory.instance.objectNode();
        var error = root.putObject("error").put("message", message());
        error.put("type", objectId == null ? "OAuthException" : "GraphMethodException")
                .put("code", code.code);
        if (objectId != null) {
            error.put("error_subcode", 33);
        }
        if (details != null) {
            error.putObject("error_data").put("messaging_product", "whatsapp").put("details", details);
        }
        error.put("fbtrace_id", fbtraceId);
        return root;
    }

    private String message() {
        if (objectId != null) {
            return "Unsupported request. Object with ID '" + objectId + "' does not exist, cannot be loaded due to"
                    + " missing permissions, or does not support this operation.";
        }
        return code == GraphCode.TOKEN_INVALID ? code.title : "(#" + code.code + ") " + code.title;
    }
}
