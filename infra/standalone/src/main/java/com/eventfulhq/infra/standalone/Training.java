package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.concurrent.CompletionException;

/**
 * Prepares fast starts: runs the house once on a directory that is thrown away, does a little of everything, and has each
 * service write its AOT cache (JEP 514) when it stops.
 */
public final class Training {

    private static final int MESSAGES = 200;

    private Training() {}

    /** Argument: the root of the source tree, packaged. Ends with 1 and a sentence if it fails: everything runs without. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var data = Files.createTempDirectory("eventful-training-");
        int code = 0;
        try {
            train(Place.of(Path.of(arguments[0]), data));
        } catch (IOException | IllegalStateException | CompletionException e) {
            System.err.println(Standalone.reason(e) + " (logs: " + data.resolve("logs") + ")");
            code = 1;
        }
        if (code == 0) {
            delete(data);
        }
        System.exit(code);
    }

    private static void train(Place place) throws IOException, InterruptedException {
        Files.createDirectories(place.cache("any").getParent());
        var environment = new HashMap<>(Ports.spare());
        environment.put("EVENTFUL_CHAT_LIMITS", "off");
        try (var house = House.start(place, environment, Aot.TRAIN);
                var chat = new TrainingChat(house)) {
            exercise(house);
            chat.talk();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void exercise(House house) throws IOException, InterruptedException {
        var http = HttpClient.newHttpClient();
        var token = house.token(World.ANA, Duration.ofMinutes(5));
        for (int i = 0; i < MESSAGES; i++) {
            call(
                    http,
                    post(
                            "http://127.0.0.1:" + house.ports().simulator() + "/simulator/users/34611"
                                    + (100_000 + i % 20) + "/messages",
                            "{\"text\":\"training " + i + "\"}"));
            var read = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + house.ports().gateway() + "/v1/whatsapp/conversations"))
                    .header("Authorization", "Bearer " + token);
            call(http, read);
        }
    }

    private static HttpRequest.Builder post(String uri, String json) {
        return HttpRequest.newBuilder(URI.create(uri))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    private static void call(HttpClient http, HttpRequest.Builder request) throws IOException, InterruptedException {
        http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.discarding());
    }
}
