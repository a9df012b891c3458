package com.eventfulhq.gateway.realtime.socket;

import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a slow reader, in three lanes. A connection has one only while something waits.
 *
 * <pre>queueing ──a push does not fit: queued pushes go, their origins stay──▶ lagging (pushes are dropped)
 *    ▲                                                                          │
 *    └──────────────── every origin's notice has been written ──────────────────┘</pre>
 *
 * Dropping while lagging loses nothing more: whoever reads the notice catches up, and that includes what was dropped.
 */
final class Backlog {

    private record Push(Frame frame, Origin origin) {}

    private final Queue<Frame> control = new ArrayDeque<>(4);
    private final Queue<Push> durable = new ArrayDeque<>(4);
    private @Nullable Queue<Frame> hints;
    private @Nullable Set<Origin> missed;
    private int answers;
    private int pushes;

    private @Nullable Object head;
    private long progress;
    private int progressAt;

    /** Bytes of answers. */
    int answers() {
        return answers;
    }

    /** Bytes of pushes and hints. */
    int pushes() {
        return pushes;
    }

    boolean isEmpty() {
        return answers == 0 && pushes == 0 && missed == null;
    }

    /** Whether whatever is pushed now comes too late. */
    boolean lagging() {
        return missed != null;
    }

    boolean answersWait() {
        return !control.isEmpty();
    }

    void addAnswer(Frame frame) {
        control.add(frame);
        answers += frame.size();
    }

    void addPush(Frame frame, Origin origin) {
        durable.add(new Push(frame, origin));
        pushes += frame.size();
    }

    void addHint(Frame frame) {
        if (hints == null) {
            hints = new ArrayDeque<>(4);
        }
        hints.add(frame);
        pushes += frame.size();
    }

    void miss(Origin origin) {
        if (missed == null) {
            missed = new LinkedHashSet<>();
        }
        missed.add(origin);
    }

    /** Drops every push that waits, and remembers where it came from; whether the reader has to be told only now. */
    boolean discard() {
        boolean before = lagging();
        for (var push : durable) {
            pushes -= push.frame().size();
            miss(push.origin());
        }
        durable.clear();
        dropHints();
        return lagging() && !before;
    }

    private void dropHints() {
        if (hints != null) {
            hints.forEach(hint -> pushes -= hint.size());
            hints = null;
        }
    }

    @Nullable
    Frame nextAnswer() {
        var answer = control.poll();
        if (answer != null) {
            answers -= answer.size();
        }
        return answer;
    }

    /** What others get as well: pushes, then what is said of those that went, then hints. */
    @Nullable
    Frame nextForAll() {
        var frame = nextPush();
        frame = frame == null ? nextNotice() : frame;
        return frame == null ? nextHint() : frame;
    }

    private @Nullable Frame nextPush() {
        var push = durable.poll();
        return taken(push == null ? null : push.frame());
    }

    private @Nullable Frame nextNotice() {
        if (missed == null) {
            return null;
        }
        var origins = missed.iterator();
        var origin = origins.next();
        origins.remove();
        if (missed.isEmpty()) {
            missed = null;
        }
        return origin.lag();
    }

    private @Nullable Frame nextHint() {
        return hints == null ? null : taken(hints.poll());
    }

    private @Nullable Frame taken(@Nullable Frame frame) {
        if (frame != null) {
            pushes -= frame.size();
        }
        return frame;
    }

    /** Ticks since the first byte that waits in the channel was last seen to move. */
    @SuppressWarnings("ReferenceEquality") // Two buffers of the same bytes are two.
    int stuckFor(ChannelOutboundBuffer out, int now) {
        var current = out.current();
        long done = out.currentProgress();
        if (current == null || current != head || done != progress) {
            head = current;
            progress = done;
            progressAt = now;
        }
        return now - progressAt;
    }
}
