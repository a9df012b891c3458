package com.eventfulhq.gateway.realtime.chat.room;

import com.eventfulhq.gateway.realtime.socket.Frame;
import java.util.UUID;

/** What a floor is told. One object for all floors and everybody on them. */
public sealed interface Notice {

    /** A conversation's, or a person's. */
    UUID key();

    /** The next event of a conversation. */
    record Event(UUID key, long ev, byte[] json, Frame frame) implements Notice {
        Event(UUID key, long ev, byte[] json) {
            this(key, ev, json, Frame.text(json));
        }
    }

    /** Something without a number. {@code except}: the connection that caused it; 0 if it is for all. */
    record Hint(UUID key, long except, Frame frame) implements Notice {}

    /** A person has left a conversation with that event. */
    record Left(UUID key, UUID user, long ev) implements Notice {}

    /** What was said of a conversation does not hold, or cannot be gone on with: whoever watches it begins again. */
    record Resync(UUID key) implements Notice {}

    /** Something for one person's list. */
    record Mine(UUID key, byte[] json, Frame frame) implements Notice {}
}
