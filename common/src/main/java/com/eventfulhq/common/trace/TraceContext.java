package com.eventfulhq.common.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A W3C trace context (Trace Context, section 3.2: {@code traceparent}). The trace id stays the same from the callback to
 * the answer; every stage that works on the message gives it a span id of its own.
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    public static final String HEADER = "traceparent";

    /** Where the parts of {@code version-traceId-spanId-flags} begin, and where it ends unless a later version says more. */
    private static final int TRACE_ID = 3;

    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;
    private static final int END = 55;
    private static final String HEX = "0123456789abcdef";
    private static final String ZEROS = "0".repeat(SPAN_ID - TRACE_ID);

    /** A context for something that starts here. */
    public static TraceContext start() {
        return new TraceContext(hex() + hex(), hex(), false);
    }

    /** The caller's context, or a new one if there is none or it cannot be read (section 4.2.2: restart the trace). */
    public static TraceContext continued(@Nullable String traceparent) {
        if (traceparent == null || !isReadable(traceparent)) {
            return start();
        }
        boolean sampled = (Integer.parseInt(traceparent, FLAGS, END, 16) & 1) == 1;
        return new TraceContext(
                traceparent.substring(TRACE_ID, SPAN_ID - 1), traceparent.substring(SPAN_ID, FLAGS - 1), sampled);
    }

    /** By hand, because every record on the log is asked, and a pattern costs more than all the rest. */
    private static boolean isReadable(String text) {
        return text.length() >= END
                && (text.length() == END || text.charAt(END) == '-')
                && isHex(text, 0, TRACE_ID - 1)
                && isIdBefore(text, TRACE_ID, SPAN_ID - 1)
                && isIdBefore(text, SPAN_ID, FLAGS - 1)
                && isHex(text, FLAGS, END)
                && text.charAt(TRACE_ID - 1) == '-';
    }

    /** An id is not all zeros, and a hyphen follows it. */
    private static boolean isIdBefore(String text, int from, int hyphen) {
        return isHex(text, from, hyphen)
                && text.charAt(hyphen) == '-'
                && !text.regionMatches(from, ZEROS, 0, hyphen - from);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (HEX.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
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
