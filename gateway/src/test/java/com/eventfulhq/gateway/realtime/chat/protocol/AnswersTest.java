package com.eventfulhq.gateway.realtime.chat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"error\":{\"code\":\"rate-limited\",\"retryable\":true,\"retry_after_ms\":51} | 51",
                "\"error\":{\"code\":\"rate-limited\",\"retry_after_ms\":7,\"retryable\":true} | 7",
                "\"error\":{\"retry_after_ms\":99999999999999999999} | 3600000",
                "\"error\":{\"code\":\"unavailable\",\"retryable\":true} | 0",
                "\"error\":{\"retry_after_ms\": | 0",
                "\"ok\":true,\"retry_after_ms\":5 | 0"
            })
    void saysHowLongAnErrorTellsToWait(String members, long millis) {
        assertThat(Answers.wait(members.getBytes(UTF_8))).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMITED, 1000", "UNAVAILABLE, -1", "NOT_FOUND, -1"})
    void saysHowLongToWaitToWhoDoesTooMuch(ErrorCode code, long millis) {
        var answer = Json.MAPPER.readTree(Answers.error("1", code, "x"));

        assertThat(answer.at("/error/retry_after_ms").asLong(-1)).isEqualTo(millis);
    }
}
