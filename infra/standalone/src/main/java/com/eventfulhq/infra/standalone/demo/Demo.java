package com.eventfulhq.infra.standalone.demo;

import com.eventfulhq.infra.standalone.House;
import com.eventfulhq.infra.standalone.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.concurrent.CompletionException;

/** {@code ./hub demo}: starts everything, plays the story, stops everything. Ends with 0, or says what failed and ends with 1. */
public final class Demo {

    /** Long enough to answer in, short enough to wait for. */
    private static final String WINDOW = "15s";

    private Demo() {}

    /** Arguments: the root of the source tree; a data directory, or an empty text for one that is thrown away. */
    public static void main(String[] arguments) throws IOException {
        boolean keep = !arguments[1].isEmpty();
        var data = keep ? Path.of(arguments[1]) : Files.createTempDirectory("eventful-demo-");
        int code = play(Path.of(arguments[0]), data);
        if (!keep && code == 0) {
            delete(data);
        }
        System.exit(code);
    }

    private static int play(Path root, Path data) {
        var environment = new HashMap<>(System.getenv());
        environment.put("EVENTFUL_WINDOW_LENGTH", WINDOW);
        long start = System.nanoTime();
        try (var house = House.start(Place.of(root, data), environment)) {
            System.out.printf("ready in %.1f s%n", (System.nanoTime() - start) / 1e9);
            new Story(house).play();
            System.out.printf("the whole story in %.1f s%n", (System.nanoTime() - start) / 1e9);
            return 0;
        } catch (DemoFailed | IOException | IllegalStateException | CompletionException e) {
            System.err.println("demo failed: " + e.getMessage() + " (logs: " + data.resolve("logs") + ")");
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
