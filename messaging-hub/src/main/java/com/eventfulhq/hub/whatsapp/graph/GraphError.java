package com.eventfulhq.hub.whatsapp.graph;

import org.jspecify.annotations.Nullable;

/**
 * What Meta said is wrong.
 *
 * @param httpStatus the HTTP status; 0 if there was no answer
 * @param code       the Graph code; null if the answer had none
 * @param title      the message without its {@code (#code)} prefix; never decided upon, Meta rewords it
 * @param detail     {@code error_data.details}
 * @param traceId    {@code fbtrace_id}: Meta's support asks for it
 */
public record GraphError(
        int httpStatus,
        @Nullable Integer code,
        String title,
        @Nullable String detail,
        @Nullable String traceId) {

    /** Whether a code says that the number or account, not this message, cannot send. */
    public static boolean pauses(@Nullable Integer code) {
        return code != null
                && ErrorTable.of(new GraphError(0, code, "", null, null)).meaning() == ErrorClass.PAUSE;
    }

    /** No answer, or none that can be read. */
    static GraphError unanswered(int httpStatus, String what) {
        return new GraphError(httpStatus, null, what, null, null);
    }
}
