package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** {@code ./hub up}: starts the house and keeps it until it is told to stop. */
public final class Standalone {

    private static final int LOOK_EVERY_MILLIS = 200;

    private Standalone() {}

    /** Arguments: the root of the source tree, the data directory. */
    public static void main(String[] arguments) throws InterruptedException {
        long start = System.nanoTime();
        try {
            var house = House.start(Place.of(Path.of(arguments[0]), Path.of(arguments[1])), System.getenv());
            System.out.printf(
                    "ready in %.1f s: gateway http://127.0.0.1:%d, simulator http://127.0.0.1:%d; all else is in %s%n",
                    (System.nanoTime() - start) / 1e9,
                    house.ports().gateway(),
                    house.ports().simulator(),
                    house.place().contract());
            keep(house);
        } catch (IllegalArgumentException | IllegalStateException | IOException | CompletionException e) {
            System.err.println(reason(e));
            System.exit(1);
        }
    }

    /** The sentence of the innermost exception that has one of ours. */
    static String reason(Exception failure) {
        return failure instanceof CompletionException && failure.getCause() instanceof Exception cause
                ? reason(cause)
                : String.valueOf(failure.getMessage());
    }

    /** Until the end: stops and starts PostgreSQL as the file {@code run/stop.postgres} comes and goes, for failure drills. */
    private static void keep(House house) throws IOException, InterruptedException {
        var stopFile = house.place().pids().resolve("stop.postgres");
        Files.deleteIfExists(stopFile);
        boolean stopped = false;
        while (true) {
            boolean stop = Files.exists(stopFile);
            if (stop && !stopped) {
                house.postgres().stop();
                System.out.println("PostgreSQL is stopped until ./hub start postgres");
            } else if (stopped && !stop) {
                house.postgres().start();
                System.out.println("PostgreSQL runs again");
            }
            stopped = stop;
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
    }
}
