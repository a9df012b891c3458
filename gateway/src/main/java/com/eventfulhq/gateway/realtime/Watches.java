package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.gateway.realtime.socket.Connection;
import com.eventfulhq.gateway.realtime.socket.Frame;
import com.eventfulhq.gateway.realtime.socket.Origin;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The live channels this node watches: each once, for as long as somebody listens, however many do. A publication is made
 * into a frame once, and is one task on each event loop that has listeners.
 */
final class Watches {

    private static final Frame LAG_FRAME = Frame.text(Frames.LAG);

    /** All channels share one notice: it tells the client to read over REST whatever it shows. */
    private static final Origin LAG = () -> LAG_FRAME;

    /**
     * One listener's part in a watch.
     *
     * @param ready completes when nothing is missed from now on
     * @param leave ends it, on the listener's event loop; the last to leave ends the watch
     */
    record Part(Mono<Void> ready, Disposable leave) {}

    private final LiveChannels live;
    private final ConcurrentMap<LiveChannel, Watch> open = new ConcurrentHashMap<>();

    Watches(LiveChannels live) {
        this.live = live;
    }

    /** On the listener's event loop. */
    Part join(LiveChannel channel, Connection listener) {
        var watch = open.compute(channel, (key, current) -> (current == null ? new Watch(key) : current).with());
        watch.listeners.add(listener);
        return new Part(watch.ready.asMono(), () -> leave(channel, watch, listener));
    }

    private void leave(LiveChannel channel, Watch watch, Connection listener) {
        watch.listeners.remove(listener);
        open.computeIfPresent(channel, (key, current) -> current.without());
    }

    int size() {
        return open.size();
    }

    private final class Watch {

        private final Listeners listeners = new Listeners();
        private final Sinks.Empty<Void> ready = Sinks.empty();
        private final Disposable watching;
        /** Changed under the map's lock only. */
        private int count;

        Watch(LiveChannel channel) {
            // Opening a connection to Redis may wait, so not on the event loop of the socket that asked first.
            this.watching = Mono.fromSupplier(() -> live.watch(channel, this::confirmed))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMapMany(published -> published)
                    .subscribe(events -> push(Frame.text(Frames.push(channel, events))));
        }

        private void confirmed() {
            if (ready.tryEmitEmpty().isFailure()) {
                tell(listener -> listener.missed(LAG));
            }
        }

        private void push(Frame frame) {
            tell(listener -> {
                var unused = listener.push(frame, LAG);
            });
        }

        private void tell(Consumer<Connection> what) {
            listeners.each(what);
        }

        Watch with() {
            count++;
            return this;
        }

        @Nullable
        Watch without() {
            if (--count > 0) {
                return this;
            }
            watching.dispose();
            return null;
        }
    }
}
