package com.eventfulhq.gateway.realtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * What waits for one reader, bounded in bytes. Any thread puts in, and never waits; one reader takes out.
 *
 * <pre>open ──a push does not fit: queued pushes go, one lag is queued──▶ lagging (pushes are dropped)
 *   ▲                                                                     │
 *   └────────────────────── the lag is taken ─────────────────────────────┘</pre>
 *
 * Dropping while lagging loses nothing more: whoever reads the lag catches up over REST, and that includes what was dropped.
 */
final class Outbox {

    /** What is written at once: large enough to share a flush, small enough that a slow reader's progress is seen. */
    private static final int BATCH_BYTES = 32 * 1024;

    /** One frame. */
    sealed interface Frame {
        byte[] bytes();

        /** Said to this client alone; never dropped. */
        record Answer(byte[] bytes) implements Frame {}

        /** Said to everybody who watches; may be dropped. */
        record Push(byte[] bytes) implements Frame {}

        /** Something was dropped. */
        record Lag() implements Frame {
            @Override
            public byte[] bytes() {
                return Frames.LAG;
            }
        }

        /** The heartbeat. */
        record Ping(byte[] bytes) implements Frame {}
    }

    /** What became of a frame. */
    enum Offer {
        QUEUED,
        DROPPED,
        /** Dropped, and the first since the client was last told. */
        LAGGED,
        /** Not even answers are read. */
        FULL
    }

    private final long limit;
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private long bytes;
    private long writing;
    private boolean lagging;
    private @Nullable MonoSink<List<Frame>> reader;

    Outbox(long limit) {
        this.limit = limit;
    }

    Offer offer(Frame frame) {
        Offer offer;
        @Nullable MonoSink<List<Frame>> waiting;
        List<Frame> batch;
        synchronized (this) {
            offer = queue(frame);
            waiting = queue.isEmpty() ? null : reader;
            if (waiting == null) {
                return offer;
            }
            reader = null;
            batch = takeBatch();
        }
        waiting.success(batch);
        return offer;
    }

    /** The next frames, as soon as there are some; {@link #written} must be called before the next call. */
    Mono<List<Frame>> next() {
        return Mono.create(sink -> {
            List<Frame> batch;
            synchronized (this) {
                if (queue.isEmpty()) {
                    reader = sink;
                    return;
                }
                batch = takeBatch();
            }
            sink.success(batch);
        });
    }

    /** The frames last taken have been written. */
    synchronized void written() {
        bytes -= writing;
        writing = 0;
    }

    private Offer queue(Frame frame) {
        return switch (frame) {
            case Frame.Push push -> queuePush(push);
            case Frame.Lag lag -> lagging ? Offer.DROPPED : lag();
            case Frame.Answer answer -> queueSaid(answer);
            case Frame.Ping ping -> queueSaid(ping);
        };
    }

    private Offer queuePush(Frame.Push push) {
        if (lagging) {
            return Offer.DROPPED;
        }
        if (bytes + push.bytes().length > limit) {
            return lag();
        }
        add(push);
        return Offer.QUEUED;
    }

    private Offer queueSaid(Frame frame) {
        if (bytes + frame.bytes().length > limit) {
            dropPushes();
        }
        if (bytes + frame.bytes().length > limit) {
            return Offer.FULL;
        }
        add(frame);
        return Offer.QUEUED;
    }

    private Offer lag() {
        queue.removeIf(this::dropped);
        lagging = true;
        add(new Frame.Lag());
        return Offer.LAGGED;
    }

    private void dropPushes() {
        if (!lagging && queue.stream().anyMatch(Frame.Push.class::isInstance)) {
            var unused = lag();
        }
    }

    private boolean dropped(Frame frame) {
        if (!(frame instanceof Frame.Push)) {
            return false;
        }
        bytes -= frame.bytes().length;
        return true;
    }

    private void add(Frame frame) {
        queue.add(frame);
        bytes += frame.bytes().length;
    }

    private List<Frame> takeBatch() {
        List<Frame> batch = new ArrayList<>();
        do {
            var frame = queue.remove();
            lagging &= !(frame instanceof Frame.Lag);
            writing += frame.bytes().length;
            batch.add(frame);
        } while (!queue.isEmpty() && writing + queue.element().bytes().length <= BATCH_BYTES);
        return batch;
    }
}
