package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Redis on a data directory. May be stopped and started again on the same port and data. */
public final class RedisNode implements RedisServer, AutoCloseable {

    private final Path data;
    private final int port;
    private final Durability durability;
    private final Duration patience;
    private @Nullable OwnedDirectory owned;
    private @Nullable RedisProcess running;
    private boolean wanted;

    private RedisNode(Path data, int port, Durability durability, Duration patience) {
        this.data = data;
        this.port = port;
        this.durability = durability;
        this.patience = patience;
    }

    /**
     * Starts a server.
     *
     * @param directory holds the append-only file; made if it is not there
     * @param port      0 for any
     */
    public static RedisNode start(Path directory, int port, Durability durability) throws IOException {
        return start(directory, port, durability, OwnedDirectory.PATIENCE);
    }

    /** Waits as long as {@code patience} says for another run to leave the directory. */
    static RedisNode start(Path directory, int port, Durability durability, Duration patience) throws IOException {
        var node = new RedisNode(directory.resolve("redis"), FreePorts.orAny(port), durability, patience);
        node.start();
        return node;
    }

    /** Starts again after {@link #stop()}. */
    @Override
    public synchronized void start() throws IOException {
        wanted = true;
        if (running != null) {
            return;
        }
        owned = OwnedDirectory.take("Redis", data, patience);
        try {
            Files.createDirectories(data);
            LeftOvers.stop("redis-server", data);
            FreePorts.requireFree(port, "Redis");
            running = RedisProcess.launch(data, port, settings());
        } finally {
            letGoUnlessRunning();
        }
    }

    private List<String> settings() {
        var settings = new ArrayList<>(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
        settings.addAll(List.of("--dir", data.toAbsolutePath().toString()));
        settings.addAll(List.of("--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "noeviction"));
        if (durability == Durability.DURABLE) {
            settings.addAll(List.of("--appendonly", "yes", "--appendfsync", "everysec"));
        }
        return settings;
    }

    private void letGoUnlessRunning() throws IOException {
        var directory = owned;
        if (running == null && directory != null) {
            owned = null;
            directory.close();
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** Stops the server; the data stays. */
    @Override
    public synchronized void stop() throws IOException {
        wanted = false;
        end();
    }

    private void end() throws IOException {
        var server = running;
        if (server != null) {
            running = null;
            server.stop();
            letGoUnlessRunning();
        }
    }

    /** {@code kill -9}, for failure drills. */
    public synchronized void kill() {
        if (running != null) {
            running.kill();
        }
    }

    /**
     * Starts it again if it has died, with what its append-only file says. Not if it was stopped.
     *
     * @return whether it was started
     */
    public synchronized boolean revive() throws IOException {
        if (!wanted || (running != null && running.isAlive())) {
            return false;
        }
        end();
        start();
        return true;
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
