package com.eventfulhq.common.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A W3C trace context (Trace Context, section 3.2: {@code traceparent}). The trace id stays the same from the callback to
 * the answer; every stage that works on the message gives it a span id of its own.
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    public static final String HEADER = "traceparent";

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    /** A context for something that starts here. */
    public static TraceContext start() {
        return new TraceContext(hex() + hex(), hex(), false);
    }

    /** The caller's context, or a new one if there is none or it cannot be read (section 4.2.2: restart the trace). */
    public static TraceContext continued(@Nullable String traceparent) {
        if (traceparent == null) {
            return start();
        }
        var matcher = TRACEPARENT.matcher(traceparent);
        if (!matcher.matches()) {
            return start();
        }
        boolean sampled = (Integer.parseInt(matcher.group(3), 16) & 1) == 1;
        return new TraceContext(matcher.group(1), matcher.group(2), sampled);
    }

    /** The same trace, seen from the next stage. */
    public TraceContext child() {
        return new TraceContext(traceId, hex(), sampled);
    }

    /** The header value that carries this context on. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static String hex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }
}
