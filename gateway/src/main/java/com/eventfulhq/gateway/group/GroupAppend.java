package com.eventfulhq.gateway.group;

import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Group commit: what an event loop reads in one turn, and what it reads while as many appends as allowed wait for their
 * acknowledgement, goes to the log together. The busier the loop, the more share a record and a wake-up of each thread on the
 * way; what comes alone waits for nobody.
 *
 * <pre>read, read, read, end of the turn ─▶ append ─────────▶ acknowledged: all three are answered
 *                       read, read, …  gathered ─────────┘─▶ append …</pre>
 */
public final class GroupAppend {

    /**
     * What is gathered.
     *
     * @param underWay appends of one event loop that may wait for their acknowledgement; while they do, what it reads is gathered
     * @param items    entries that are appended without waiting any longer
     * @param size     bytes of them that are
     */
    public record Bounds(int underWay, int items, DataSize size) {}

    private final Function<List<LogEntry>, Mono<Void>> log;
    private final Bounds settings;
    private final FastThreadLocal<Gathering> gatherings = new FastThreadLocal<>();

    /** @param log {@link EventLog#appendPacked} */
    public GroupAppend(Function<List<LogEntry>, Mono<Void>> log, Bounds settings) {
        this.log = log;
        this.settings = settings;
    }

    /**
     * Appends entries with their group.
     *
     * @param loop the event loop this is called on; the result comes on it
     * @return completes when the log has acknowledged the whole group; fails as {@link EventLog#append} does
     */
    public Mono<Void> append(EventLoop loop, List<LogEntry> entries) {
        return Mono.create(sink -> gathering(loop).add(entries, sink));
    }

    private Gathering gathering(EventLoop loop) {
        var gathering = gatherings.get();
        if (gathering == null) {
            gathering = new Gathering(loop);
            gatherings.set(gathering);
        }
        return gathering;
    }

    /** What goes to the log together, and who waits for it. */
    private record Group(List<LogEntry> entries, List<MonoSink<Void>> waiting) {
        Group() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** The groups of one event loop; everything happens on it. */
    private final class Gathering {
        private final EventLoop loop;
        private Group open = new Group();
        private long openBytes;
        private int underWay;
        private boolean flushIsDue;

        Gathering(EventLoop loop) {
            this.loop = loop;
        }

        void add(List<LogEntry> entries, MonoSink<Void> sink) {
            open.entries.addAll(entries);
            open.waiting.add(sink);
            entries.forEach(entry -> openBytes += entry.data().length);
            if (open.entries.size() >= settings.items()
                    || openBytes >= settings.size().toBytes()) {
                flush();
            } else if (!flushIsDue && underWay < settings.underWay()) {
                // At the end of the turn: what is read until then comes along.
                flushIsDue = true;
                loop.execute(this::flush);
            }
        }

        private void flush() {
            flushIsDue = false;
            var group = close();
            if (group.waiting.isEmpty()) {
                return;
            }
            underWay++;
            log.apply(group.entries)
                    .subscribe(
                            nothing -> {},
                            error -> loop.execute(() -> failed(group, error)),
                            () -> loop.execute(() -> acknowledged(group)));
        }

        private Group close() {
            var group = open;
            open = new Group();
            openBytes = 0;
            return group;
        }

        /** In one task: the producer's thread wakes the loop once, not once per callback. */
        private void acknowledged(Group group) {
            underWay--;
            flush();
            group.waiting.forEach(MonoSink::success);
        }

        /** Who was gathered meanwhile would wait as long again, and nobody waits longer than a second or two. */
        private void failed(Group group, Throwable error) {
            underWay--;
            var gathered = close();
            Consumer<MonoSink<Void>> refuse = sink -> sink.error(error);
            group.waiting.forEach(refuse);
            gathered.waiting.forEach(refuse);
        }
    }
}
