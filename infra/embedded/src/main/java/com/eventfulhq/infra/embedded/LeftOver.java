package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server process that outlived its supervisor and still holds the data directory. */
final class LeftOver {

    private static final int PATIENCE_SECONDS = 10;

    private LeftOver() {}

    /**
     * Stops the process whose id is the first line of the file, if it is still there and still that program.
     *
     * @param program part of the command the process must have: ids are given out again
     */
    static void stop(Path pidFile, String program) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        var lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().trim().matches("\\d+")) {
            return;
        }
        ProcessHandle.of(Long.parseLong(lines.getFirst().trim()))
                .filter(process -> process.info().command().orElse("").contains(program))
                .ifPresent(LeftOver::stop);
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
