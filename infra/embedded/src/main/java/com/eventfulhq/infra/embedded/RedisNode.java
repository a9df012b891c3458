package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A Redis on a data directory. May be stopped and started again on the same port and data. */
public final class RedisNode implements AutoCloseable {

    private final Path data;
    private final int port;
    private final Durability durability;
    private @Nullable RedisServer running;

    private RedisNode(Path data, int port, Durability durability) {
        this.data = data;
        this.port = port;
        this.durability = durability;
    }

    /**
     * Starts a server.
     *
     * @param directory holds the append-only file; made if it is not there
     * @param port      0 for any
     */
    public static RedisNode start(Path directory, int port, Durability durability) throws IOException {
        var node = new RedisNode(directory.resolve("redis"), FreePorts.orAny(port), durability);
        node.start();
        return node;
    }

    /** Starts again after {@link #stop()}. */
    public synchronized void start() throws IOException {
        if (running != null) {
            return;
        }
        Files.createDirectories(data);
        var pidFile = data.resolve("redis.pid");
        LeftOver.stop(pidFile, "redis");
        FreePorts.requireFree(port, "Redis");
        var server = RedisServer.newRedisServer()
                .bind("127.0.0.1")
                .port(port)
                .setting("dir " + data.toAbsolutePath())
                .setting("pidfile " + pidFile.toAbsolutePath())
                .setting("save \"\"")
                .setting("maxmemory 256mb")
                .setting("maxmemory-policy noeviction")
                .settingIf(durability == Durability.DURABLE, "appendonly yes")
                .settingIf(durability == Durability.DURABLE, "appendfsync everysec")
                .build();
        server.start();
        running = server;
    }

    public int port() {
        return port;
    }

    /** Makes it forget everything, as a failover without replicas would. */
    public void flushAll() throws IOException {
        var unused = RedisCall.to(port, "FLUSHALL");
    }

    /** The names of keys that match a pattern. */
    public List<String> keysLike(String pattern) throws IOException {
        return RedisCall.to(port, "KEYS", pattern);
    }

    /** The text value of a key; empty if there is none. */
    public String get(String key) throws IOException {
        return RedisCall.to(port, "GET", key).getFirst();
    }

    /** Stops the server; the data stays. */
    public synchronized void stop() throws IOException {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
