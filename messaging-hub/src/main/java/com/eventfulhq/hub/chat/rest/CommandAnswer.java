package com.eventfulhq.hub.chat.rest;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the writer said, as REST says it. */
final class CommandAnswer {

    private CommandAnswer() {}

    /**
     * The body of what was done.
     *
     * @param members as they stand in an answer's object
     * @throws ProblemException what the writer refused
     */
    static ObjectNode of(byte[] members) {
        var answer = (ObjectNode) Json.MAPPER.readTree("{" + new String(members, StandardCharsets.UTF_8) + "}");
        var error = answer.get("error");
        if (error != null) {
            throw problem(error);
        }
        answer.remove("ok");
        return answer;
    }

    private static ProblemException problem(JsonNode error) {
        var slug = error.path("code").asString("");
        Map<String, Object> further = new HashMap<>();
        if (error.has("current")) {
            further.put("current", Json.MAPPER.convertValue(error.get("current"), Object.class));
        }
        for (var code : ErrorCode.values()) {
            if (code.slug().equals(slug)) {
                var problem = ProblemException.of(code, error.path("detail").asString(code.title()), further);
                if (error.has("retry_after_ms")) {
                    long seconds = Math.ceilDiv(error.path("retry_after_ms").asLong(1_000), 1_000L);
                    problem.getHeaders().set("Retry-After", Long.toString(seconds));
                }
                return problem;
            }
        }
        return ProblemException.of(ErrorCode.INTERNAL, "the error was recorded");
    }
}
