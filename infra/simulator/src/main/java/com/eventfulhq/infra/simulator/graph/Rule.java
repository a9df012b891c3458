package com.eventfulhq.infra.simulator.graph;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Small checks that rules are made of. An empty answer means nothing is wrong. */
final class Rule {
    private Rule() {}

    static Optional<GraphError> require(boolean holds, GraphCode code, String details) {
        return holds ? Optional.empty() : Optional.of(GraphError.of(code, details));
    }

    /** A text that must be there and fit. Characters are counted as code points. */
    static Optional<GraphError> text(JsonNode text, String path, int most) {
        var value = text.asString("");
        if (value.isEmpty()) {
            return require(false, GraphCode.PARAMETER_MISSING, path + " is required");
        }
        return atMost(text, path, most);
    }

    static Optional<GraphError> atMost(JsonNode text, String path, int most) {
        var value = text.asString("");
        return require(
                value.codePointCount(0, value.length()) <= most,
                GraphCode.INVALID_PARAMETER,
                "Param " + path + " must be at most " + most + " characters long");
    }
}
