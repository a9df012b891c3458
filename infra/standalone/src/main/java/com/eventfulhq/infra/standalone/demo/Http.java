package com.eventfulhq.infra.standalone.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of the story: JSON in, JSON out, a status that is expected. */
final class Http {

    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * What was answered.
     *
     * @param body null node if it was empty or not JSON
     */
    record Answer(int status, JsonNode body) {

        /** This answer, if it has the status. */
        Answer expect(int expected) throws DemoFailed {
            if (status != expected) {
                throw new DemoFailed("found status " + status + " (expected " + expected + "): " + body);
            }
            return this;
        }
    }

    Answer get(URI uri, String token) throws IOException, InterruptedException {
        return send(request(uri, token).GET());
    }

    /** Each post has an Idempotency-Key of its own. */
    Answer post(URI uri, String token, String json) throws IOException, InterruptedException {
        return send(request(uri, token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpRequest.Builder request(URI uri, String token) {
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        var body = response.body();
        boolean json = body.startsWith("{") || body.startsWith("[");
        return new Answer(response.statusCode(), json ? JSON.readTree(body) : JSON.nullNode());
    }
}
