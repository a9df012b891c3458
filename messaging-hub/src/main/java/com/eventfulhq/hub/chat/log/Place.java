package com.eventfulhq.hub.chat.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the commands of a thread are decided: what is read again after a crash was decided then, even if it was refused and left no
 * other trace. Decided once more it might be allowed now, by what came after it.
 *
 * @param time the latest so far. A place counts only for commands that are not later: a topic that was made anew begins at 0
 */
record Place(int partition, long position, Instant time) {

    boolean covers(Place other) {
        return partition == other.partition && position >= other.position && !other.time.isAfter(time);
    }

    static Place later(@Nullable Place one, Place other) {
        return one == null || other.time.isAfter(one.time)
                ? other
                : new Place(other.partition, other.position, one.time);
    }
}
