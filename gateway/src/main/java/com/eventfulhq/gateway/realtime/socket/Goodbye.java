package com.eventfulhq.gateway.realtime.socket;

/**
 * Why the node ends a connection. The range alone tells a client what to do: 4000–4299 stop, 4300–4499 reconnect and resume,
 * 4500–4599 reconnect afresh; below 4000 are the codes of RFC 6455 for what the protocol does not allow.
 */
public enum Goodbye {
    PROTOCOL_ERROR(1002, "protocol error"),
    NOT_UTF8(1007, "not UTF-8"),
    TOO_LARGE(1009, "message too large"),
    BINARY(4003, "text frames only"),
    TOO_MANY_ERRORS(4004, "too many errors"),
    DRAINING(4300, "this node is stopping"),
    TOKEN_EXPIRED(4301, "reconnect with a new token"),
    NOT_CONNECTED(4401, "no valid token in time"),
    STALLED(4408, "no progress"),
    FAILED(4500, "something went wrong on our side");

    private final int code;
    private final String reason;

    Goodbye(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
