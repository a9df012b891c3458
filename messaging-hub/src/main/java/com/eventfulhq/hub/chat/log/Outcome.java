package com.eventfulhq.hub.chat.log;

import com.eventfulhq.common.problem.ErrorCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a command comes to. */
public sealed interface Outcome {

    /**
     * It becomes an event. What belongs to every event and answer (numbers, times, who) is added.
     *
     * @param kind      as {@code docs/realtime.md} names it
     * @param messageId the message it is about, if any
     * @param frame     further members of the push
     * @param answer    further members of the answer
     */
    record Happened(String kind, @Nullable UUID messageId, Members frame, Members answer) implements Outcome {

        public static Happened of(String kind, Members frame) {
            return new Happened(kind, null, frame, Members.none());
        }
    }

    /** It is so already: answered with the number of what it would repeat, or of the thread as it stands; for a repeat, too. */
    record Unchanged(long ev, Members answer) implements Outcome {}

    /** It is done and makes no event: a cursor, a setting of one person. */
    record Done() implements Outcome {}

    /** It is not done. Not kept: it may be possible later. */
    record Refused(ErrorCode code, String detail, Members members) implements Outcome {

        public static Refused because(ErrorCode code, String detail) {
            return new Refused(code, detail, Members.none());
        }
    }
}
