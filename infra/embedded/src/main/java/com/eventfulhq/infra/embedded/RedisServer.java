package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.util.List;

/** A Redis of a test run, wherever it comes from. Its port outlasts a stop. */
public interface RedisServer {

    int port();

    /** Starts again after {@link #stop()}; returns when it answers. */
    void start() throws IOException;

    void stop() throws IOException;

    /** Makes it forget everything, as a failover without replicas would. */
    default void flushAll() throws IOException {
        var unused = RedisCall.to(port(), "FLUSHALL");
    }

    /** Cuts off everybody who watches channels; they may come again. */
    default void disconnectWatchers() throws IOException {
        var unused = RedisCall.to(port(), "CLIENT", "KILL", "TYPE", "pubsub");
    }

    /** The names of keys that match a pattern. */
    default List<String> keysLike(String pattern) throws IOException {
        return RedisCall.to(port(), "KEYS", pattern);
    }

    /** The text value of a key; empty if there is none. */
    default String get(String key) throws IOException {
        return RedisCall.to(port(), "GET", key).getFirst();
    }
}
