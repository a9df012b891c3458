package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes of this data directory whose supervisor was killed: they hold ports and locks, so they end before a new start. */
final class LeftBehind {

    private static final int PATIENCE_SECONDS = 10;

    private LeftBehind() {}

    static void end(Place place) throws IOException, InterruptedException {
        try (var files = Files.newDirectoryStream(place.pids(), "*.pid")) {
            for (var file : files) {
                end(place, file);
            }
        }
    }

    private static void end(Place place, Path file) throws IOException, InterruptedException {
        var text = Files.readString(file).trim();
        var process = text.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(text)) : null;
        // Process ids are given out again, so the process must carry our mark.
        if (process != null
                && process.flatMap(found -> found.info().commandLine())
                        .filter(line -> line.contains(place.mark()))
                        .isPresent()) {
            System.out.println("ending what an unclean stop left behind: " + file.getFileName() + " (" + text + ")");
            kill(process.get());
        }
        Files.deleteIfExists(file);
    }

    private static void kill(ProcessHandle process) throws IOException, InterruptedException {
        process.destroyForcibly();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("process " + process.pid() + " does not end (expected: after SIGKILL at once)", e);
        }
    }
}
