package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.infra.standalone.House;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that can be killed; the supervisor starts it again. */
enum Victim {
    HUB("messaging-hub") {
        @Override
        boolean ready(House house) throws InterruptedException {
            return healthy(house.ports().hub());
        }
    },
    GATEWAY("gateway") {
        @Override
        boolean ready(House house) throws InterruptedException {
            return healthy(house.ports().gateway());
        }
    },
    KAFKA("kafka") {
        @Override
        boolean ready(House house) {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), house.ports().kafka()),
                        200);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LOOK_EVERY_MILLIS = 20;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final String process;

    Victim(String process) {
        this.process = process;
    }

    String process() {
        return process;
    }

    /**
     * SIGKILL, and then waits until another process has taken its place and is ready.
     *
     * @return how long each took, counted from the kill
     * @throws DrillFailed if none has after a minute
     */
    Restart kill(House house) throws IOException, InterruptedException, DrillFailed {
        long killed = Processes.id(house, process);
        long start = System.nanoTime();
        ProcessHandle.of(killed).ifPresent(ProcessHandle::destroyForcibly);
        await(start, "started again", () -> started(house, killed));
        long started = System.nanoTime();
        await(start, "ready again", () -> ready(house));
        return new Restart(
                killed, start, Duration.ofNanos(started - start), Duration.ofNanos(System.nanoTime() - start));
    }

    /** @param atNanos when it was killed, by {@link System#nanoTime()} */
    record Restart(long killedPid, long atNanos, Duration started, Duration ready) {}

    private boolean started(House house, long killed) throws IOException {
        long now = Processes.id(house, process);
        return now != 0 && now != killed;
    }

    abstract boolean ready(House house) throws InterruptedException;

    private static boolean healthy(int port) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private interface Look {
        boolean now() throws IOException, InterruptedException;
    }

    private void await(long start, String what, Look look) throws IOException, InterruptedException, DrillFailed {
        while (!look.now()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new DrillFailed(process + ": not " + what + " " + PATIENCE.toSeconds() + " s after kill -9");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }
}
