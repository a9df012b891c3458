package com.eventfulhq.gateway.realtime;

import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** The live channels this node watches: each once, for as long as somebody listens, however many do. */
final class Watches {

    /** Who listens. Told on Redis's thread, so neither may wait. */
    interface Listener {
        /** A finished frame, shared by all who listen: it must not be changed. */
        void pushed(byte[] frame);

        /** The node was cut off for a while; what was published meanwhile has passed it by. */
        void missed();
    }

    /**
     * One listener's part in a watch.
     *
     * @param ready completes when nothing is missed from now on
     * @param leave ends it; the last to leave ends the watch
     */
    record Part(Mono<Void> ready, Disposable leave) {}

    private final LiveChannels live;
    private final ConcurrentMap<LiveChannel, Watch> open = new ConcurrentHashMap<>();

    Watches(LiveChannels live) {
        this.live = live;
    }

    Part join(LiveChannel channel, Listener listener) {
        var watch =
                open.compute(channel, (key, current) -> (current == null ? new Watch(key) : current).with(listener));
        return new Part(watch.ready.asMono(), () -> leave(channel, listener));
    }

    private void leave(LiveChannel channel, Listener listener) {
        open.computeIfPresent(channel, (key, watch) -> watch.without(listener));
    }

    int size() {
        return open.size();
    }

    private final class Watch {

        private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
        private final Sinks.Empty<Void> ready = Sinks.empty();
        private final Disposable watching;

        Watch(LiveChannel channel) {
            // Opening a connection to Redis may wait, so not on the event loop of the socket that asked first.
            this.watching = Mono.fromSupplier(() -> live.watch(channel, this::confirmed))
                    .subscribeOn(Schedulers.boundedElastic())
                    .flatMapMany(published -> published)
                    .subscribe(events -> push(Frames.push(channel, events)));
        }

        private void confirmed() {
            if (ready.tryEmitEmpty().isFailure()) {
                listeners.forEach(Listener::missed);
            }
        }

        private void push(byte[] frame) {
            listeners.forEach(listener -> listener.pushed(frame));
        }

        Watch with(Listener listener) {
            listeners.add(listener);
            return this;
        }

        @Nullable
        Watch without(Listener listener) {
            listeners.remove(listener);
            if (!listeners.isEmpty()) {
                return this;
            }
            watching.dispose();
            return null;
        }
    }
}
