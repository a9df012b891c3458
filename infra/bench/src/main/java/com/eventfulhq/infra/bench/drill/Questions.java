package com.eventfulhq.infra.bench.drill;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.infra.standalone.House;
import com.eventfulhq.infra.standalone.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Asks the house about windows, as Ana: by looking, and by sending free text. */
final class Questions {

    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CONCURRENCY = 8;
    /** What the hub keeps from a window's end when it accepts free text. */
    private static final long MARGIN_MILLIS = 10_000;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String gateway;
    private final String token;

    Questions(House house) {
        this.gateway = "http://127.0.0.1:" + house.ports().gateway();
        this.token = house.token(World.ANA, TOKEN_LIFETIME);
    }

    /** Decisions, and answers that are none. */
    record Answers(List<Decision> decisions, List<String> none) {}

    Answers look(List<String> conversations) throws InterruptedException {
        return ask(conversations, this::window);
    }

    Answers send(List<String> conversations) throws InterruptedException {
        return ask(conversations, this::freeText);
    }

    private interface Question {
        Decision about(String conversation) throws IOException, InterruptedException;
    }

    private static Answers ask(List<String> conversations, Question question) throws InterruptedException {
        var decisions = new ArrayList<Decision>();
        var none = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(CONCURRENCY)) {
            var asked = conversations.stream()
                    .map(conversation -> (Callable<Decision>) () -> question.about(conversation))
                    .toList();
            for (var answer : threads.invokeAll(asked)) {
                try {
                    decisions.add(answer.get());
                } catch (ExecutionException e) {
                    none.add(String.valueOf(e.getCause()));
                }
            }
        }
        return new Answers(decisions, none);
    }

    private Decision window(String conversation) throws IOException, InterruptedException {
        long asked = System.currentTimeMillis();
        var answer = call(request("/v1/whatsapp/conversations/" + conversation + "/window")
                .GET());
        if (answer.statusCode() != 200) {
            throw new IOException("window of " + conversation + " answered " + answer.statusCode());
        }
        boolean open = Json.MAPPER.readTree(answer.body()).path("open").asBoolean();
        return new Decision(conversation, "a look at the window", open, asked, System.currentTimeMillis(), 0);
    }

    private Decision freeText(String conversation) throws IOException, InterruptedException {
        long asked = System.currentTimeMillis();
        var body =
                "{\"conversation_id\":\"" + conversation + "\",\"type\":\"text\",\"text\":{\"body\":\"Still free.\"}}";
        var answer = call(request("/v1/whatsapp/messages")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        boolean refused = answer.statusCode() == 409 && answer.body().contains("window-closed");
        if (answer.statusCode() != 202 && !refused) {
            throw new IOException("free text to " + conversation + " answered " + answer.statusCode());
        }
        return new Decision(conversation, "free text", !refused, asked, System.currentTimeMillis(), MARGIN_MILLIS);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> call(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
