package com.eventfulhq.gateway.realtime;

import com.eventfulhq.gateway.realtime.socket.Connection;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Who listens, by event loop. Each loop adds, removes and tells its own only, so telling many needs no lock. */
final class Listeners {

    private final Map<EventLoop, Set<Connection>> byLoop = new ConcurrentHashMap<>(4);

    /** On the connection's event loop. */
    void add(Connection connection) {
        byLoop.computeIfAbsent(connection.loop(), loop -> new LinkedHashSet<>(4))
                .add(connection);
    }

    /** On the connection's event loop. */
    void remove(Connection connection) {
        var own = byLoop.get(connection.loop());
        if (own != null && own.remove(connection) && own.isEmpty()) {
            byLoop.remove(connection.loop());
        }
    }

    /** One task for each event loop, from any thread. */
    void each(Consumer<Connection> what) {
        for (var entry : byLoop.entrySet()) {
            entry.getKey().execute(() -> entry.getValue().forEach(what));
        }
    }
}
