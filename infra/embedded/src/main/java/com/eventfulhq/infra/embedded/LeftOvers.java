package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Server processes that outlived the run that started them.
 *
 * <p>PostgreSQL and Redis work inside their data directory, and so do all their helpers: a process of that program with that
 * working directory is ours. Pid files say less: ids are given out again, and helpers live on without the process named there.
 */
final class LeftOvers {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private LeftOvers() {}

    /**
     * Stops every process of the program that works in the directory, which the caller owns.
     *
     * @param program how the process's name begins
     */
    static void stop(String program, Path data) throws IOException {
        var found = find(program, data);
        for (var process : found) {
            // Not TERM: PostgreSQL would wait for its clients, and they for it.
            Signal.INT.send(process.pid());
        }
        if (!Waiting.until(PATIENCE, () -> find(program, data).isEmpty())) {
            find(program, data).forEach(ProcessHandle::destroyForcibly);
        }
        if (!Waiting.until(PATIENCE, () -> find(program, data).isEmpty())) {
            throw new IOException("%s: a process of an earlier run in %s cannot be stopped".formatted(program, data));
        }
    }

    static List<ProcessHandle> find(String program, Path data) {
        if (!Files.exists(data)) {
            return List.of();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> isNamed(program, process) && worksIn(data, process))
                .toList();
    }

    private static boolean worksIn(Path data, ProcessHandle process) {
        try {
            return Files.isSameFile(about(process).resolve("cwd"), data);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private static boolean isNamed(String program, ProcessHandle process) {
        try {
            return Files.readString(about(process).resolve("comm")).startsWith(program);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private static Path about(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }
}
