package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.problem.ProblemException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** So many at a time, the others in the order they came, and not too many of those. */
final class Turns {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final int mostWaiting;
    private final Queue<MonoSink<Turn>> waiting = new ArrayDeque<>();
    private int free;

    Turns(int most, int mostWaiting) {
        this.free = most;
        this.mostWaiting = mostWaiting;
    }

    /** The work, when it is its turn. Fails as unavailable if too many are waiting. */
    <T> Mono<T> run(Mono<T> work) {
        return Mono.usingWhen(
                // A turn that is given to somebody who has just left must not be lost.
                Mono.<Turn>create(this::ask).doOnDiscard(Turn.class, Turn::giveBack),
                turn -> work,
                turn -> Mono.fromRunnable(turn::giveBack));
    }

    private void ask(MonoSink<Turn> sink) {
        @Nullable Turn turn = null;
        synchronized (this) {
            if (free > 0) {
                free--;
                turn = new Turn();
            } else if (waiting.size() < mostWaiting) {
                waiting.add(sink);
                sink.onCancel(() -> leave(sink));
                return;
            }
        }
        if (turn == null) {
            sink.error(ProblemException.unavailable(
                    "too many are reading", RETRY_AFTER_SECONDS, new IllegalStateException("reads: queue full")));
        } else {
            sink.success(turn);
        }
    }

    private synchronized void leave(MonoSink<Turn> sink) {
        waiting.remove(sink);
    }

    private void next() {
        MonoSink<Turn> sink;
        synchronized (this) {
            sink = waiting.poll();
            if (sink == null) {
                free++;
                return;
            }
        }
        sink.success(new Turn());
    }

    /** Given back once, however often that is said. */
    private final class Turn {
        private final AtomicBoolean over = new AtomicBoolean();

        void giveBack() {
            if (over.compareAndSet(false, true)) {
                next();
            }
        }
    }
}
