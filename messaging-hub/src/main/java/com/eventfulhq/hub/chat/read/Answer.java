package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import com.eventfulhq.common.problem.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/** What becomes of one ask. */
sealed interface Answer {

    /** As it is answered to a gateway: one JSON object. */
    String json();

    /** @param json frames are in it as they are stored */
    record Given(String json) implements Answer {}

    record Refused(ProblemException problem) implements Answer {

        @Override
        public String json() {
            var error = new LinkedHashMap<String, Object>();
            error.put("code", problem.code().slug());
            error.put("detail", String.valueOf(problem.getBody().getDetail()));
            error.put("retryable", problem.code().retryable());
            return Json.MAPPER.writeValueAsString(Map.of("error", error));
        }
    }

    static Answer refused(Throwable error) {
        return new Refused(Problems.of(error));
    }

    /** The same for what does not exist and for what is not the caller's. */
    static Answer notFound() {
        return new Refused(ProblemException.of(ErrorCode.NOT_FOUND, "conversation_id: no such conversation"));
    }
}
