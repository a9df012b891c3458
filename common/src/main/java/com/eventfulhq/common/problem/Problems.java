package com.eventfulhq.common.problem;

import com.eventfulhq.common.log.LogUnavailable;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebInputException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** The one translator from whatever went wrong to what a client is told. */
public final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    static final int RETRY_AFTER_SECONDS = 1;

    /** The limit ({@code spring.http.codecs.max-in-memory-size}) is only in the words of the exception. */
    private static final Pattern LIMIT = Pattern.compile("\\d+$");

    private Problems() {}

    /** The problem a client is shown for this error. Errors that are ours are logged here, once. */
    public static ProblemException of(Throwable error) {
        var refused = BrokenRules.problem(error);
        return refused == null ? ofOther(error) : refused;
    }

    private static ProblemException ofOther(Throwable error) {
        return switch (error) {
            case ProblemException problem -> problem;
            case ServerWebInputException input -> unreadable(input);
            case DecodingException decoding -> unreadable(decoding);
            case DataBufferLimitException large -> tooLarge(large);
            case ErrorResponse response -> byStatus(response.getStatusCode(), response.getBody());
            case LogUnavailable e -> unavailable(e);
            case TimeoutException e -> unavailable(e);
            case R2dbcTransientException e -> unavailable(e);
            case R2dbcNonTransientResourceException e -> unavailable(e);
            case DataAccessResourceFailureException e -> unavailable(e);
            case TransientDataAccessException e -> unavailable(e);
            default -> internal(error);
        };
    }

    /** The response for this error: {@code application/problem+json}. */
    public static Mono<ServerResponse> respond(Throwable error) {
        var problem = of(error);
        return ServerResponse.status(problem.getStatusCode())
                .headers(headers -> headers.putAll(problem.getHeaders()))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue(problem.getBody());
    }

    /** Only as it comes from reading the request: what a client of ours could not read of an answer comes wrapped. */
    private static ProblemException tooLarge(DataBufferLimitException error) {
        var limit = LIMIT.matcher(Objects.requireNonNullElse(error.getMessage(), ""));
        return ProblemException.of(
                ErrorCode.TOO_LARGE,
                "body: larger than " + (limit.find() ? limit.group() + " bytes" : "a request may be"));
    }

    private static ProblemException unreadable(Throwable error) {
        @org.jspecify.annotations.Nullable Throwable cause = error;
        while (cause != null) {
            if (cause instanceof UnrecognizedPropertyException unknown) {
                return ProblemException.field(
                        ErrorCode.UNKNOWN_FIELD,
                        pointer(unknown),
                        "unknown field (expected: one of the documented ones)");
            }
            if (cause instanceof DatabindException databind) {
                return ProblemException.field(
                        ErrorCode.INVALID_REQUEST, pointer(databind), "not a value of the expected type");
            }
            cause = cause.getCause();
        }
        return ProblemException.of(ErrorCode.INVALID_REQUEST, "body: not JSON of the expected shape");
    }

    private static String pointer(DatabindException error) {
        var pointer = new StringBuilder();
        for (var step : error.getPath()) {
            pointer.append('/');
            pointer.append(step.getPropertyName() != null ? step.getPropertyName() : Integer.toString(step.getIndex()));
        }
        return pointer.isEmpty() ? "/" : pointer.toString();
    }

    private static ProblemException byStatus(HttpStatusCode status, ProblemDetail body) {
        for (var code : ErrorCode.values()) {
            if (code.status().equals(status)) {
                return ProblemException.of(code, body.getDetail() == null ? code.title() : body.getDetail());
            }
        }
        return ProblemException.of(ErrorCode.INVALID_REQUEST, "the request cannot be handled", Map.of());
    }

    private static ProblemException unavailable(Throwable error) {
        LOG.warn("answered 503: {}", error.toString());
        return ProblemException.unavailable("please try again shortly", RETRY_AFTER_SECONDS, error);
    }

    private static ProblemException internal(Throwable error) {
        LOG.error("answered 500", error);
        return ProblemException.of(ErrorCode.INTERNAL, "the error was recorded");
    }
}
