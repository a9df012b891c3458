package com.eventfulhq.gateway.realtime.chat;

import com.eventfulhq.common.problem.ErrorCode;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import org.jspecify.annotations.Nullable;

/** The commands of one event loop's connections that are not answered yet, by the number their answers come under. */
final class Replies {

    private static final int INDEX_SHIFT = 40;

    private final long prefix;
    private final long timeoutNanos;
    private final ChatMeters meters;
    private final LongObjectMap<Waiting> waiting = new LongObjectHashMap<>();
    private @Nullable Waiting oldest;
    private @Nullable Waiting newest;
    private long count;

    /** @param index of the event loop: numbers say where to look */
    Replies(int index, long timeoutNanos, ChatMeters meters) {
        this.prefix = (long) index << INDEX_SHIFT;
        this.timeoutNanos = timeoutNanos;
        this.meters = meters;
    }

    /** The index of the event loop that waits for this reply. */
    static int indexOf(long reply) {
        return (int) (reply >>> INDEX_SHIFT);
    }

    /** One command; in a list by age, so that the late ones are found without looking at all. */
    private static final class Waiting {
        private final long number;
        private final Session session;
        private final String id;
        private final long since;
        private @Nullable Waiting older;
        private @Nullable Waiting newer;

        Waiting(long number, Session session, String id, long since) {
            this.number = number;
            this.session = session;
            this.id = id;
            this.since = since;
        }
    }

    long expect(Session session, String id) {
        var entry = new Waiting(prefix | (++count & ((1L << INDEX_SHIFT) - 1)), session, id, System.nanoTime());
        waiting.put(entry.number, entry);
        var before = newest;
        entry.older = before;
        if (before == null) {
            oldest = entry;
        } else {
            before.newer = entry;
        }
        newest = entry;
        return entry.number;
    }

    /** The answer came; who has had one is not answered again. */
    void answer(long number, byte[] members) {
        var entry = remove(number);
        if (entry != null) {
            meters.answered(System.nanoTime() - entry.since);
            entry.session.commandAnswered(entry.id, members, entry.since);
        }
    }

    void fail(long number, ErrorCode code, String detail) {
        var entry = remove(number);
        if (entry != null) {
            entry.session.commandFailed(entry.id, code, detail);
        }
    }

    /** Whoever has waited for too long is told so. */
    void expire() {
        fail(System.nanoTime() - timeoutNanos);
    }

    /** Answers may have been lost by now: whoever repeats a command is answered at once with what became of it. */
    void interrupted() {
        fail(System.nanoTime());
    }

    private void fail(long sentUntil) {
        for (var entry = oldest; entry != null && entry.since - sentUntil <= 0; entry = oldest) {
            meters.unanswered();
            fail(entry.number, ErrorCode.NO_ANSWER, "it may or may not have been done");
        }
    }

    private @Nullable Waiting remove(long number) {
        @Nullable Waiting entry = waiting.remove(number);
        if (entry == null) {
            return null;
        }
        var older = entry.older;
        var newer = entry.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        return entry;
    }
}
