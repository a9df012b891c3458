package com.eventfulhq.common.problem;

import org.springframework.http.HttpStatus;

/**
 * Every kind of failure a client can meet. The name in the URI is stable for ever; clients decide by it, people read the
 * detail. Type URI: {@code https://eventfulhq.com/problems/<slug>}.
 */
public enum ErrorCode {
    INVALID_REQUEST("invalid-request", "The request cannot be read", HttpStatus.BAD_REQUEST, false),
    UNKNOWN_FIELD("unknown-field", "The request has a field we do not know", HttpStatus.BAD_REQUEST, false),
    INVALID_VALUE("invalid-value", "A field has a value that is not allowed", HttpStatus.UNPROCESSABLE_CONTENT, false),
    UNAUTHENTICATED("unauthenticated", "A valid bearer token is needed", HttpStatus.UNAUTHORIZED, false),
    INSUFFICIENT_SCOPE("insufficient-scope", "The token lacks a scope", HttpStatus.FORBIDDEN, false),
    NOT_FOUND("not-found", "There is no such thing here", HttpStatus.NOT_FOUND, false),
    METHOD_NOT_ALLOWED("method-not-allowed", "This method does not exist here", HttpStatus.METHOD_NOT_ALLOWED, false),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", "Send application/json", HttpStatus.UNSUPPORTED_MEDIA_TYPE, false),
    NOT_ACCEPTABLE("not-acceptable", "We answer application/json", HttpStatus.NOT_ACCEPTABLE, false),
    TOO_LARGE("too-large", "The body is too large", HttpStatus.CONTENT_TOO_LARGE, false),
    IDEMPOTENCY_KEY_REUSED(
            "idempotency-key-reused",
            "This Idempotency-Key came with another body before",
            HttpStatus.UNPROCESSABLE_CONTENT,
            false),
    CONFLICT("conflict", "The state does not allow this", HttpStatus.CONFLICT, false),
    WINDOW_CLOSED("window-closed", "The customer-service window is closed", HttpStatus.CONFLICT, false),
    TEMPLATE_NOT_SENDABLE(
            "template-not-sendable", "The template cannot be sent", HttpStatus.UNPROCESSABLE_CONTENT, false),
    CONVERSATION_BLOCKED("conversation-blocked", "The conversation is blocked", HttpStatus.CONFLICT, false),
    STALE_VERSION("stale-version", "Somebody changed it in between: read it again", HttpStatus.CONFLICT, false),
    APPEND_ONLY("append-only", "What is written there is never changed or removed", HttpStatus.CONFLICT, false),
    FIXED_VALUE("fixed-value", "This value cannot be changed once it is written", HttpStatus.CONFLICT, false),
    NO_SUCH_MOVE("no-such-move", "This state does not lead to that one", HttpStatus.CONFLICT, false),
    SOLD_OUT("sold-out", "There are not so many left", HttpStatus.CONFLICT, false),
    INSUFFICIENT_FUNDS("insufficient-funds", "The wallet does not hold so much", HttpStatus.CONFLICT, false),
    NOT_CLAIMABLE("not-claimable", "The transfer cannot be claimed", HttpStatus.CONFLICT, false),
    NOT_ENTITLED("not-entitled", "Plan, rank or verification do not allow this", HttpStatus.FORBIDDEN, false),
    OUTSIDE_ITS_TIME("outside-its-time", "It is too early or too late for this", HttpStatus.CONFLICT, false),
    NOT_A_PARTY("not-a-party", "Only the parties may do this", HttpStatus.FORBIDDEN, false),
    MONEY_UNACCOUNTED("money-unaccounted", "Money moves only together with a transaction", HttpStatus.CONFLICT, false),
    INCONSISTENT("inconsistent", "It does not agree with what it belongs to", HttpStatus.CONFLICT, false),
    RULE_BROKEN("rule-broken", "A rule of the platform does not allow this", HttpStatus.CONFLICT, false),
    OUT_OF_ORDER("out-of-order", "Something has to come before this", HttpStatus.CONFLICT, true),
    RATE_LIMITED("rate-limited", "Too many requests", HttpStatus.TOO_MANY_REQUESTS, true),
    UNAVAILABLE("unavailable", "Something we need is not available now", HttpStatus.SERVICE_UNAVAILABLE, true),
    NO_ANSWER("no-answer", "No answer came in time", HttpStatus.GATEWAY_TIMEOUT, true),
    INTERNAL("internal", "Something went wrong on our side", HttpStatus.INTERNAL_SERVER_ERROR, true);

    private static final String TYPE_BASE = "https://eventfulhq.com/problems/";

    private final String slug;
    private final String title;
    private final HttpStatus status;
    private final boolean retryable;

    ErrorCode(String slug, String title, HttpStatus status, boolean retryable) {
        this.slug = slug;
        this.title = title;
        this.status = status;
        this.retryable = retryable;
    }

    /**
     * What a broken rule of the data model is to a client.
     *
     * @param sqlState of class VE (docs/data-model/rules.md)
     */
    public static ErrorCode ofRule(String sqlState) {
        return switch (sqlState) {
            case "VE001" -> APPEND_ONLY;
            case "VE003" -> FIXED_VALUE;
            case "VE004" -> NO_SUCH_MOVE;
            case "VE005" -> SOLD_OUT;
            case "VE006" -> INSUFFICIENT_FUNDS;
            case "VE007" -> NOT_CLAIMABLE;
            case "VE008" -> STALE_VERSION;
            case "VE009" -> NOT_ENTITLED;
            case "VE010" -> OUTSIDE_ITS_TIME;
            case "VE011" -> NOT_A_PARTY;
            case "VE012" -> MONEY_UNACCOUNTED;
            case "VE013" -> INCONSISTENT;
            default -> RULE_BROKEN;
        };
    }

    /** The problem's {@code type}. */
    public java.net.URI type() {
        return java.net.URI.create(TYPE_BASE + slug);
    }

    public String slug() {
        return slug;
    }

    public String title() {
        return title;
    }

    public HttpStatus status() {
        return status;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }
}
