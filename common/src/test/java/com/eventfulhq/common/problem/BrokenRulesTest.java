package com.eventfulhq.common.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.postgresql.api.ErrorDetails;
import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.postgresql.message.backend.Field;
import io.r2dbc.postgresql.message.backend.Field.FieldType;
import io.r2dbc.spi.R2dbcNonTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.http.HttpHeaders;

class BrokenRulesTest {

    private static final String SENTENCE = "teams: version 0 was read, 1 is current";

    @ParameterizedTest(name = "{0} is {1}, {2}")
    @CsvSource({
        "VE001, append-only, 409",
        "VE003, fixed-value, 409",
        "VE004, no-such-move, 409",
        "VE005, sold-out, 409",
        "VE006, insufficient-funds, 409",
        "VE007, not-claimable, 409",
        "VE008, stale-version, 409",
        "VE009, not-entitled, 403",
        "VE010, outside-its-time, 409",
        "VE011, not-a-party, 403",
        "VE012, money-unaccounted, 409",
        "VE013, inconsistent, 409",
        "VE020, rule-broken, 409",
        "VE069, rule-broken, 409",
    })
    void everyRuleHasItsOwnType(String state, String slug, int status) {
        var refused = new Refused(state, SENTENCE, Map.of());

        for (var error : List.of(refused, new NonTransientDataAccessResourceException("wrapped", refused))) {
            var problem = Problems.of(error);

            assertThat(problem.getBody().getType()).hasToString("https://eventfulhq.com/problems/" + slug);
            assertThat(problem.getStatusCode().value()).isEqualTo(status);
            assertThat(problem.getBody().getDetail()).isEqualTo(SENTENCE);
        }
    }

    @ParameterizedTest(name = "{0} is {1}: {2}")
    @CsvSource({
        "23502, invalid-value, email: missing (expected: a value)",
        "23503, invalid-value, posts_author: refers to something that is not there",
        "23001, conflict, posts_author: something else still refers to it",
        "23505, conflict, posts_author: taken (expected: one nobody has)",
        "23P01, conflict, posts_author: it meets another one",
        "23514, invalid-value, posts_author: does not hold for these values",
        "22001, invalid-value, a text is longer than its field may be",
    })
    void aConstraintIsNamedAndNoValueIsQuoted(String state, String slug, String detail) {
        var refused = new Refused(
                state,
                "Key (email)=(ana@example.com)",
                Map.of(FieldType.CONSTRAINT_NAME, "posts_author", FieldType.COLUMN_NAME, "email"));

        for (var error : List.of(refused, new DataIntegrityViolationException("wrapped", refused))) {
            var body = Problems.of(error).getBody();

            assertThat(body.getType()).hasToString("https://eventfulhq.com/problems/" + slug);
            assertThat(body.getDetail()).isEqualTo(detail);
            assertThat(body.toString()).doesNotContain("ana@example.com");
        }
    }

    @Test
    void whatIsStillReferredToIsAConflict() {
        var refused = new Refused(
                "23503",
                "update or delete on table \"users\" violates foreign key constraint \"posts_author\" on table \"posts\"",
                Map.of(FieldType.CONSTRAINT_NAME, "posts_author"));

        assertThat(Problems.of(refused).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void whoMetSomebodyElseMayComeBack(String state) {
        var problem = Problems.of(new Refused(state, "deadlock detected", Map.of()));

        assertThat(problem.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(problem.code().retryable()).isTrue();
        assertThat(problem.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42501", "42601", "22P02"})
    void ourOwnMistakesSayNothing(String state) {
        var problem = Problems.of(new Refused(state, "permission denied for table users", Map.of()));

        assertThat(problem.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(problem.getBody().getDetail()).isEqualTo("the error was recorded");
    }

    @Test
    void whatTheDatabaseDidNotRefuseIsNoBrokenRule() {
        assertThat(BrokenRules.problem(new IllegalStateException("x"))).isNull();
        assertThat(BrokenRules.problem(new DataIntegrityViolationException("nobody knows why")))
                .isNull();
    }

    /** As the driver would make it. */
    private static final class Refused extends R2dbcNonTransientException implements PostgresqlException {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final ErrorDetails details;

        Refused(String state, String message, Map<FieldType, String> further) {
            super(message, state);
            var fields =
                    new ArrayList<>(List.of(new Field(FieldType.CODE, state), new Field(FieldType.MESSAGE, message)));
            further.forEach((type, value) -> fields.add(new Field(type, value)));
            details = new ErrorDetails(fields);
        }

        @Override
        public ErrorDetails getErrorDetails() {
            return details;
        }
    }
}
