package com.eventfulhq.hub.whatsapp.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTableTest {

    @ParameterizedTest
    @CsvSource({
        "0, 401, PAUSE",
        "1, 400, RETRY",
        "2, 503, AMBIGUOUS",
        "3, 500, PAUSE",
        "4, 400, RETRY",
        "10, 403, PAUSE",
        "33, 400, PAUSE",
        "100, 400, FIX",
        "190, 401, PAUSE",
        "200, 403, PAUSE",
        "299, 403, PAUSE",
        "368, 403, PAUSE",
        "613, 400, RETRY",
        "80007, 400, RETRY",
        "130403, 400, TERMINAL",
        "130429, 400, RETRY",
        "130472, 400, TERMINAL",
        "130497, 403, TERMINAL",
        "131000, 500, AMBIGUOUS",
        "131005, 403, PAUSE",
        "131008, 400, FIX",
        "131009, 400, FIX",
        "131016, 500, RETRY",
        "131021, 400, TERMINAL",
        "131026, 400, OTHER_WAY",
        "131030, 400, FIX",
        "131031, 403, PAUSE",
        "131037, 400, PAUSE",
        "131042, 400, PAUSE",
        "131044, 400, PAUSE",
        "131045, 500, PAUSE",
        "131047, 400, OTHER_WAY",
        "131048, 400, LATER",
        "131049, 400, LATER",
        "131050, 400, TERMINAL",
        "131051, 400, FIX",
        "131052, 400, FIX",
        "131053, 400, FIX",
        "131055, 400, FIX",
        "131056, 400, RETRY",
        "131057, 500, RETRY",
        "131059, 400, FIX",
        "131061, 400, FIX",
        "131062, 400, FIX",
        "131063, 400, FIX",
        "131064, 400, LATER",
        "132000, 400, FIX",
        "132001, 404, FIX",
        "132005, 400, FIX",
        "132007, 400, FIX",
        "132008, 400, FIX",
        "132012, 400, FIX",
        "132015, 400, LATER",
        "132016, 400, TERMINAL",
        "132018, 400, FIX",
        "132068, 400, TERMINAL",
        "132069, 400, LATER",
        "134011, 400, PAUSE",
        "134100, 400, FIX",
        "134101, 400, LATER",
        "134102, 500, PAUSE",
        "135000, 400, RETRY",
        "137000, 400, TERMINAL",
        "139200, 400, OTHER_WAY",
        "1752041, 400, FIX",
        "999999, 400, FIX",
        "999999, 401, PAUSE",
        "999999, 403, PAUSE",
        "999999, 429, RETRY",
        "999999, 500, AMBIGUOUS"
    })
    void knowsWhatACodeMeans(int code, int httpStatus, ErrorClass meaning) {
        assertThat(ErrorTable.of(new GraphError(httpStatus, code, "", null, null))
                        .meaning())
                .isEqualTo(meaning);
    }

    @Test
    void slowsThePairForOneCodeAndTheNumberForAnother() {
        assertThat(scope(131056)).isEqualTo(SendOutcome.Scope.PAIR);
        assertThat(scope(130429)).isEqualTo(SendOutcome.Scope.NUMBER);
        assertThat(scope(131016)).isEqualTo(SendOutcome.Scope.MESSAGE);
    }

    @Test
    void takesNothingForAnAnswerThatIsNone() {
        assertThat(GraphAnswer.of(502, "<html>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SendOutcome.Unknown.class);
        assertThat(GraphAnswer.of(504, new byte[0])).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(GraphAnswer.of(200, "{}".getBytes(StandardCharsets.UTF_8))).isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    void triesAgainOnlyWhatNeverLeft() {
        assertThat(GraphAnswer.of(new java.net.ConnectException())).isInstanceOf(SendOutcome.Retry.class);
        assertThat(GraphAnswer.of(new java.io.IOException("reset"))).isInstanceOf(SendOutcome.Unknown.class);
    }

    private static SendOutcome.Scope scope(int code) {
        return ErrorTable.of(new GraphError(400, code, "", null, null)).scope();
    }
}
