package com.eventfulhq.common.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that ends in a problem (RFC 9457). The detail says what was found and what was expected, and is shown to the
 * caller: nothing internal belongs into it.
 */
public final class ProblemException extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    private ProblemException(ErrorCode code, ProblemDetail body, @org.jspecify.annotations.Nullable Throwable cause) {
        super(code.status(), body, cause);
        this.code = code;
    }

    public static ProblemException of(ErrorCode code, String detail) {
        return of(code, detail, Map.of());
    }

    /** With members of its own beside the standard ones, for example the templates that could be used. */
    public static ProblemException of(ErrorCode code, String detail, Map<String, ?> members) {
        return new ProblemException(code, body(code, detail, members), null);
    }

    /**
     * A field that is wrong.
     *
     * @param pointer the field as a JSON pointer (RFC 6901), for example {@code /text/body}
     */
    public static ProblemException field(ErrorCode code, String pointer, String detail) {
        var error = new LinkedHashMap<String, String>();
        error.put("pointer", pointer);
        error.put("detail", detail);
        return of(code, pointer + ": " + detail, Map.of("errors", List.of(error)));
    }

    /** Something we need is down; the caller should come back after so many seconds. */
    public static ProblemException unavailable(String detail, int retryAfterSeconds, Throwable cause) {
        var problem = new ProblemException(ErrorCode.UNAVAILABLE, body(ErrorCode.UNAVAILABLE, detail, Map.of()), cause);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfterSeconds));
        return problem;
    }

    static ProblemDetail body(ErrorCode code, String detail, Map<String, ?> members) {
        var body = ProblemDetail.forStatusAndDetail(code.status(), detail);
        body.setType(code.type());
        body.setTitle(code.title());
        members.forEach(body::setProperty);
        return body;
    }

    public ErrorCode code() {
        return code;
    }
}
