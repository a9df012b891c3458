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
import java.util.Map;

/**
 * Prepares fast starts: runs the house once on a directory that is thrown away, does a little of everything, and has each
 * service write its AOT cache (JEP 514) when it stops.
 */
public final class Training {

    /** Set in the process that trains. */
    static final String PROPERTY = "eventful.training";

    private static final int MESSAGES = 200;

    /** Ports of its own: a house may be running. */
    private static final Map<String, String> PORTS = Map.of(
            "EVENTFUL_PORT_GATEWAY", "38080",
            "EVENTFUL_PORT_HUB", "38081",
            "EVENTFUL_PORT_ENGINE", "38082",
            "EVENTFUL_PORT_SIMULATOR", "38090",
            "EVENTFUL_PORT_POSTGRES", "35432",
            "EVENTFUL_PORT_REDIS", "36379",
            "EVENTFUL_PORT_KAFKA", "39092");

    private Training() {}

    /** Argument: the root of the source tree, packaged. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty(PROPERTY, "true");
        var data = Files.createTempDirectory("eventful-training-");
        try (var house = House.start(Place.of(Path.of(arguments[0]), data), PORTS)) {
            exercise(house);
        }
        try (var files = Files.walk(data)) {
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
