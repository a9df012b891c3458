package com.eventfulhq.common.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.FluxSink;

/**
 * Who watches a channel: what waits for it, and the thread it is told on, one at a time. Being slow costs nobody else anything:
 *
 * <pre>
 * message ─┬ there is room ─▶ waits ─▶ told
 *          └ there is none ─▶ dropped; once it has caught up it is told to watch anew, as after an interruption
 * </pre>
 */
final class Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    /** What a message costs beside its bytes. */
    private static final int OVERHEAD = 64;

    private final FluxSink<byte[]> sink;
    private final Runnable watching;
    private final Executor threads;
    private final long mostBytes;
    private final Queue<byte[]> messages = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean confirmed = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicInteger toDo = new AtomicInteger();

    /** @param threads must not run what it is given in the calling thread */
    Watcher(FluxSink<byte[]> sink, Runnable watching, Executor threads, long mostBytes) {
        this.sink = sink;
        this.watching = watching;
        this.threads = threads;
        this.mostBytes = mostBytes;
    }

    /** Whatever is published from now on will be here. */
    void confirm() {
        confirmed.set(true);
        goOn();
    }

    void take(byte[] message) {
        long waiting = bytes.get();
        if (waiting > 0 && waiting + message.length + OVERHEAD > mostBytes) {
            lost.set(true);
        } else {
            bytes.addAndGet(message.length + OVERHEAD);
            messages.add(message);
        }
        goOn();
    }

    /** There is something to tell, or somebody asked for it. */
    void goOn() {
        if (toDo.getAndIncrement() == 0) {
            threads.execute(this::tellAll);
        }
    }

    private void tellAll() {
        int done = toDo.get();
        while (done != 0) {
            if (confirmed.getAndSet(false)) {
                tellWatching();
            }
            tellMessages();
            if (messages.isEmpty() && lost.getAndSet(false)) {
                tellWatching();
            }
            done = toDo.addAndGet(-done);
        }
    }

    private void tellMessages() {
        while (sink.requestedFromDownstream() > 0) {
            var message = messages.poll();
            if (message == null) {
                return;
            }
            bytes.addAndGet(-message.length - OVERHEAD);
            sink.next(message);
        }
    }

    private void tellWatching() {
        try {
            watching.run();
        } catch (RuntimeException e) {
            LOG.error("live: a watcher could not be told that it watches", e);
        }
    }
}
