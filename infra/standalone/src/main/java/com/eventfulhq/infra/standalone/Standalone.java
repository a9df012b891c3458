package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** {@code ./hub up}: starts the house and keeps it until it is told to stop. */
public final class Standalone {

    private static final int LOOK_EVERY_MILLIS = 200;

    private Standalone() {}

    /** Arguments: the root of the source tree, the data directory. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try {
            var house = House.start(Place.of(Path.of(arguments[0]), Path.of(arguments[1])), System.getenv());
            var down = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(house, down)));
            System.out.printf(
                    "ready in %.1f s: gateway http://127.0.0.1:%d, simulator http://127.0.0.1:%d; all else is in %s%n",
                    (System.nanoTime() - start) / 1e9,
                    house.ports().gateway(),
                    house.ports().simulator(),
                    house.place().contract());
            keep(house, down);
        } catch (IllegalStateException | IOException | CompletionException e) {
            var cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            System.err.println(cause.getMessage());
            System.exit(1);
        }
    }

    private static void stop(House house, CountDownLatch down) {
        down.countDown();
        try {
            house.close();
        } catch (IOException e) {
            System.err.println("not everything stopped: " + e.getMessage());
        }
    }

    /** Until the end: stops and starts PostgreSQL as the file {@code run/stop.postgres} comes and goes, for failure drills. */
    private static void keep(House house, CountDownLatch down) throws IOException, InterruptedException {
        var stopFile = house.place().pids().resolve("stop.postgres");
        while (!down.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            if (Files.exists(stopFile)) {
                house.postgres().stop();
            } else {
                house.postgres().start();
            }
        }
    }
}
