package com.eventfulhq.common.log;

/**
 * The log did not acknowledge an append in time, or has no room for more in flight. The records may still be written: the
 * caller is told to repeat, and repeats are recognised by their keys.
 */
public final class LogUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LogUnavailable(String message) {
        // Thrown per request while the log is down: a stack trace each would cost more than the request.
        super(message, null, false, false);
    }

    public LogUnavailable(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
