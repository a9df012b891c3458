package com.eventfulhq.infra.standalone;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A supervised process: started again when it dies, until it is told to stop. */
final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STEADY = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final Program program;
    private final Place place;
    private volatile boolean stopping;
    private volatile @Nullable Process process;
    private Duration pause = Duration.ZERO;

    private Child(Program program, Place place) {
        this.program = program;
        this.place = place;
    }

    /** Starts it and keeps it running; does not wait until it is ready. */
    static Child start(Program program, Place place) throws IOException {
        var child = new Child(program, place);
        var unused = child.launch();
        Thread.ofPlatform().daemon().name("watch-" + program.name()).start(child::watch);
        return child;
    }

    /** Null if it is to stop: nothing may be started that {@link #close()} would not see. */
    private synchronized @Nullable Process launch() throws IOException {
        if (stopping) {
            return null;
        }
        var builder = new ProcessBuilder(program.command()).redirectErrorStream(true);
        builder.environment().putAll(program.environment());
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(new File(place.logs().toFile(), program.name() + ".log")));
        var started = builder.start();
        process = started;
        Files.writeString(place.pids().resolve(program.name() + ".pid"), Long.toString(started.pid()));
        return started;
    }

    private void watch() {
        var running = process;
        while (!stopping && running != null) {
            long since = System.nanoTime();
            try {
                int code = running.waitFor();
                if (stopping) {
                    return;
                }
                pause = nextPause(System.nanoTime() - since);
                System.out.printf("%s ended (%d), starts again in %d ms%n", program.name(), code, pause.toMillis());
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                running = launch();
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                System.err.printf("%s cannot be started again: %s%n", program.name(), e.getMessage());
                return;
            }
        }
    }

    /** Doubles for a process that keeps dying, and is forgotten once one has run for a while. */
    private Duration nextPause(long ranForNanos) {
        if (ranForNanos > STEADY.toNanos()) {
            return Duration.ZERO;
        }
        var next = pause.isZero() ? Duration.ofMillis(100) : pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    /**
     * Waits until the process says that it is ready.
     *
     * @throws IOException if it does not in time
     */
    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (ready()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("%s is not ready after %d s (its log: %s)"
                .formatted(program.name(), PATIENCE.toSeconds(), place.logs().resolve(program.name() + ".log")));
    }

    boolean ready() throws InterruptedException {
        try {
            if (program.ready().isEmpty()) {
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), program.port()), 200);
                    return true;
                }
            }
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + program.port() + program.ready()))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private synchronized @Nullable Process last() {
        stopping = true;
        return process;
    }

    @Override
    public void close() {
        var running = last();
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(program.patience().toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
            Files.deleteIfExists(place.pids().resolve(program.name() + ".pid"));
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println(program.name() + ": its pid file stays behind: " + e.getMessage());
        }
    }
}
