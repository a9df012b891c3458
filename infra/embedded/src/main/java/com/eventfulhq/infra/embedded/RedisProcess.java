package com.eventfulhq.infra.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * The redis-server program of the library, launched by ourselves. The library would leave its output unread, so that Redis stands
 * still once the pipe is full, and would stop it first of all when the JVM ends, while others still need it.
 */
final class RedisProcess {

    private static final Duration START = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final Guard guard;

    private RedisProcess(Process process, Guard guard) {
        this.process = process;
        this.guard = guard;
    }

    /** Returns when it answers, which is after it has read its append-only file. */
    static RedisProcess launch(Path data, int port, List<String> settings) throws IOException {
        var log = data.resolve("redis.log");
        var command = new ArrayList<>(List.of("setsid", program(data).toString()));
        command.addAll(settings);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        var started = new RedisProcess(process, Guard.stops(process.pid(), Signal.INT));
        if (!Waiting.until(START, () -> !process.isAlive() || answers(port)) || !process.isAlive()) {
            started.stop();
            throw new IOException("Redis: did not start (%s); it said: %s"
                    .formatted(log, Files.readString(log).strip()));
        }
        return started;
    }

    private static Path program(Path data) throws IOException {
        var directory = Files.createDirectories(data.resolve("bin"));
        return ExecutableProvider.newJarResourceProvider(directory.toFile())
                .get()
                .toPath()
                .toAbsolutePath();
    }

    private static boolean answers(int port) {
        try {
            return RedisCall.to(port, "PING").getFirst().equals("PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.destroyForcibly();
    }

    void stop() throws IOException {
        try {
            if (process.isAlive()) {
                Signal.INT.send(process.pid());
            }
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        guard.dismiss();
    }
}
