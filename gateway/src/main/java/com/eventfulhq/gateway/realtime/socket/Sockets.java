package com.eventfulhq.gateway.realtime.socket;

import com.eventfulhq.common.token.Caller;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;

/**
 * The sockets of this node. When the node stops, they are sent elsewhere first, spread over a while: they should not all
 * arrive at the other nodes in the same instant.
 */
final class Sockets implements SmartLifecycle {

    /** Beyond the time to drain: for the last goodbyes. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final ConcurrentMap<EventLoop, Shard> shards = new ConcurrentHashMap<>();
    private final SocketSettings settings;
    private final Limits limits;
    private final Admission admission;
    private final SocketMeters meters;
    private final Door door;
    private volatile boolean running;

    Sockets(SocketSettings settings, Clock clock, Admission admission, SocketMeters meters, Door door) {
        this.settings = settings;
        this.limits = Limits.of(settings, clock);
        this.admission = admission;
        this.meters = meters;
        this.door = door;
        meters.show(admission::taken);
    }

    Door door() {
        return door;
    }

    Admission admission() {
        return admission;
    }

    SocketMeters meters() {
        return meters;
    }

    /** A handler for an admitted channel, on its event loop. */
    Wire wire(Channel channel, boolean deflates) {
        return new Wire(channel, shard(channel.eventLoop()), this, deflates);
    }

    private Shard shard(EventLoop loop) {
        var known = shards.get(loop);
        if (known != null) {
            return known;
        }
        var shard = new Shard(loop, limits, meters);
        shards.put(loop, shard);
        shard.start();
        return shard;
    }

    void opened(Connection connection, @Nullable Caller caller) {
        connection.lookAgain();
        if (caller != null) {
            connection.connected(caller);
        }
        door.opened(connection);
        if (!running) {
            connection.end(Goodbye.DRAINING);
        }
    }

    void left(Connection connection) {
        admission.leave();
        door.closed(connection);
    }

    @Override
    public void start() {
        running = true;
        admission.open();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** The server stops only when nobody is left, or who is left will not go. */
    @Override
    public void stop(Runnable stopped) {
        running = false;
        admission.close();
        int ticks = Shard.ticks(settings.drain());
        shards.values().forEach(shard -> shard.loop().execute(() -> shard.drain(ticks)));
        var once = new AtomicReference<>(stopped);
        var unused = Flux.interval(Duration.ZERO, LOOK)
                .takeUntil(look -> admission.taken() == 0)
                .take(settings.drain().plus(GRACE))
                .doFinally(end -> {
                    shards.values().forEach(shard -> shard.loop().execute(shard::cut));
                    once.getAndSet(() -> {}).run();
                })
                .subscribe();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
