package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The right to one server's data directory, held by one JVM at a time. The kernel takes it back when that JVM dies. */
final class OwnedDirectory implements AutoCloseable {

    /** Longer than a Kafka without parent needs to notice, and to stop. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FileChannel lock;

    private OwnedDirectory(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Waits a little for an earlier owner that is about to leave.
     *
     * @throws IllegalStateException if another run keeps the directory
     */
    static OwnedDirectory take(String server, Path data) throws IOException {
        return take(server, data, PATIENCE);
    }

    /** Waits as long as {@code patience} says. */
    static OwnedDirectory take(String server, Path data, Duration patience) throws IOException {
        Files.createDirectories(data.toAbsolutePath().getParent());
        // Beside the directory, not in it: PostgreSQL prepares only an empty one.
        var file = data.resolveSibling(data.getFileName() + ".lock");
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!Waiting.until(patience, () -> isOurs(channel))) {
            channel.close();
            throw new IllegalStateException(
                    "%s: another run uses %s (expected: free); stop it, or choose another directory"
                            .formatted(server, data));
        }
        return new OwnedDirectory(channel);
    }

    private static boolean isOurs(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException | IOException heldByAnother) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
