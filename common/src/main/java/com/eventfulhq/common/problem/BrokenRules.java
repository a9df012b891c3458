package com.eventfulhq.common.problem;

import io.r2dbc.postgresql.api.ErrorDetails;
import io.r2dbc.postgresql.api.PostgresqlException;
import io.r2dbc.spi.R2dbcException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * What PostgreSQL refuses, as a problem. The sentence of a rule of ours (SQLSTATE class VE) is shown as it is; of PostgreSQL's own
 * refusals only the names of what was declared, never its words: they quote values, and those may be of somebody else.
 */
final class BrokenRules {

    private static final Logger LOG = LoggerFactory.getLogger(BrokenRules.class);
    private static final String OURS = "VE";

    private BrokenRules() {}

    /** The problem, or null if the error is no refusal of the database, or one that a request cannot have caused. */
    static @Nullable ProblemException problem(Throwable error) {
        var refusal = refusal(error);
        var state = refusal == null ? null : refusal.getSqlState();
        if (refusal == null || state == null) {
            return null;
        }
        var details = refusal instanceof PostgresqlException postgres ? postgres.getErrorDetails() : null;
        var problem =
                state.startsWith(OURS) ? ours(state, sentence(refusal, details)) : standard(state, details, error);
        if (problem != null) {
            LOG.info("refused by the database: {} {} {}", state, table(details), constraint(details));
        }
        return problem;
    }

    /** The driver's exception, as it is or as Spring has wrapped it. */
    private static @Nullable R2dbcException refusal(Throwable error) {
        @Nullable Throwable cause = error;
        while (cause instanceof DataAccessException) {
            cause = cause.getCause();
        }
        return cause instanceof R2dbcException refusal ? refusal : null;
    }

    private static ProblemException ours(String state, String sentence) {
        return ProblemException.of(ErrorCode.ofRule(state), sentence);
    }

    private static @Nullable ProblemException standard(String state, @Nullable ErrorDetails details, Throwable error) {
        return switch (state) {
            case "23502" -> missing(column(details));
            case "23503" -> reference(details);
            case "23001" -> constrained(ErrorCode.CONFLICT, details, "something else still refers to it");
            case "23505" -> constrained(ErrorCode.CONFLICT, details, "taken (expected: one nobody has)");
            case "23P01" -> constrained(ErrorCode.CONFLICT, details, "it meets another one");
            case "23514" -> constrained(ErrorCode.INVALID_VALUE, details, "does not hold for these values");
            case "22001" -> ProblemException.of(ErrorCode.INVALID_VALUE, "a text is longer than its field may be");
            case "40001", "40P01" ->
                ProblemException.unavailable(
                        "somebody else changed the same at the same time", Problems.RETRY_AFTER_SECONDS, error);
            default -> null;
        };
    }

    /** One code for both directions: PostgreSQL tells them apart only in its sentence, of which no value is shown. */
    private static ProblemException reference(@Nullable ErrorDetails details) {
        boolean referred = details != null
                && Objects.requireNonNullElse(details.getMessage(), "").startsWith("update or delete");
        return referred
                ? constrained(ErrorCode.CONFLICT, details, "something else still refers to it")
                : constrained(ErrorCode.INVALID_VALUE, details, "refers to something that is not there");
    }

    private static ProblemException missing(String column) {
        return ProblemException.of(
                ErrorCode.INVALID_VALUE, column + ": missing (expected: a value)", Map.of("column", column));
    }

    private static ProblemException constrained(ErrorCode code, @Nullable ErrorDetails details, String sentence) {
        var constraint = constraint(details);
        return ProblemException.of(code, constraint + ": " + sentence, Map.of("constraint", constraint));
    }

    private static String sentence(R2dbcException refusal, @Nullable ErrorDetails details) {
        var message = details == null ? refusal.getMessage() : details.getMessage();
        return Objects.requireNonNullElse(message, "a rule does not allow this");
    }

    private static String constraint(@Nullable ErrorDetails details) {
        return details == null ? "constraint" : details.getConstraintName().orElse("constraint");
    }

    private static String column(@Nullable ErrorDetails details) {
        return details == null ? "column" : details.getColumnName().orElse("column");
    }

    private static String table(@Nullable ErrorDetails details) {
        return details == null ? "" : details.getTableName().orElse("");
    }
}
