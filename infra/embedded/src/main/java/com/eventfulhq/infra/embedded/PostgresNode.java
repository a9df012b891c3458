package com.eventfulhq.infra.embedded;

import com.eventfulhq.infra.database.DatabaseAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL 18 on a data directory. May be stopped and started again on the same port and data. */
public final class PostgresNode implements PostgresServer, AutoCloseable {

    private static final String SUPERUSER = "postgres";

    private final Path data;
    private final int port;
    private final Durability durability;
    private @Nullable OwnedDirectory owned;
    private @Nullable EmbeddedPostgres running;
    private @Nullable ProcessHandle process;
    private @Nullable Guard guard;
    private boolean wanted;

    private PostgresNode(Path data, int port, Durability durability) {
        this.data = data;
        this.port = port;
        this.durability = durability;
    }

    /**
     * Starts a server.
     *
     * @param directory holds the cluster; made if it is not there
     * @param port      0 for any
     */
    public static PostgresNode start(Path directory, int port, Durability durability) throws IOException {
        var node = new PostgresNode(directory.resolve("postgres"), FreePorts.orAny(port), durability);
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
        owned = OwnedDirectory.take("PostgreSQL", data);
        try {
            LeftOvers.stop("postgres", data);
            // Nobody works here any more, but PostgreSQL would believe the file if its process id has been given out
            // again, or
            // if the killed process has not been collected by its parent yet.
            Files.deleteIfExists(data.resolve("postmaster.pid"));
            FreePorts.requireFree(port, "PostgreSQL");
            running = configured().start();
            long id = processId();
            process = ProcessHandle.of(id).orElse(null);
            guard = Guard.stops(id, Signal.INT);
        } finally {
            letGoUnlessRunning();
        }
    }

    private long processId() throws IOException {
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().trim());
        }
    }

    private void letGoUnlessRunning() throws IOException {
        var directory = owned;
        if (running == null && directory != null) {
            owned = null;
            directory.close();
        }
    }

    private EmbeddedPostgres.Builder configured() {
        var durable = durability == Durability.DURABLE ? "on" : "off";
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // Whoever started it decides when it stops: services need it until they have stopped themselves.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", durable)
                .setServerConfig("synchronous_commit", durable)
                .setServerConfig("full_page_writes", durable)
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("wal_level", "minimal")
                .setServerConfig("max_wal_senders", "0")
                .setServerConfig("jit", "off")
                .setServerConfig("random_page_cost", "1.1")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "");
    }

    /** The database of this name, entered as the superuser. */
    @Override
    public DatabaseAddress database(String name) {
        return new DatabaseAddress("127.0.0.1", port, name, SUPERUSER, SUPERUSER);
    }

    /** Stops the server; the data stays. */
    @Override
    public synchronized void stop() throws IOException {
        wanted = false;
        end();
    }

    private void end() throws IOException {
        var server = running;
        if (server == null) {
            return;
        }
        running = null;
        server.close();
        // The library waits 5 s; a last checkpoint may take longer.
        LeftOvers.stop("postgres", data);
        if (guard != null) {
            guard.dismiss();
        }
        letGoUnlessRunning();
    }

    /** {@code kill -9} of the server's first process, for failure drills. */
    public synchronized void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /**
     * Starts it again if it has died; what it confirmed before is there. Not if it was stopped.
     *
     * @return whether it was started
     */
    public synchronized boolean revive() throws IOException {
        if (!wanted || (running != null && process != null && process.isAlive())) {
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
