package com.eventfulhq.infra.simulator;

import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import com.eventfulhq.infra.simulator.http.JsonHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;

/** A real HTTP server in the place of the gateway: keeps what it is sent and answers as scripted. */
final class Subscriber implements AutoCloseable {
    private final List<Callback> callbacks = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private volatile IntUnaryOperator statusOf = nth -> 200;

    record Callback(byte[] body, @Nullable String signature) {
        JsonNode json() {
            return JsonHttp.MAPPER.readTree(body);
        }

        String text() {
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    Subscriber() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/webhooks", this::challenge).post("/webhooks", this::callback))
                .bindNow();
    }

    /** Answers the nth callback, counted from 1, with the status given. */
    void answer(IntUnaryOperator statusOfNth) {
        statusOf = statusOfNth;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port() + "/webhooks");
    }

    List<Callback> callbacks() {
        return List.copyOf(callbacks);
    }

    List<JsonNode> messages() {
        return items("messages");
    }

    List<JsonNode> statuses() {
        return items("statuses");
    }

    List<String> statusesOf(String wamid) {
        return statuses().stream()
                .filter(status -> status.path("id").asString("").equals(wamid))
                .map(status -> status.path("status").asString(""))
                .toList();
    }

    private List<JsonNode> items(String kind) {
        var found = new ArrayList<JsonNode>();
        for (var callback : callbacks) {
            for (var entry : callback.json().path("entry")) {
                for (var change : entry.path("changes")) {
                    change.path("value").path(kind).forEach(found::add);
                }
            }
        }
        return found;
    }

    private Mono<Void> callback(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asByteArray().flatMap(body -> {
            callbacks.add(new Callback(body, request.requestHeaders().get(CallbackSigner.HEADER)));
            return response.status(statusOf.applyAsInt(callbacks.size())).send().then();
        });
    }

    private Mono<Void> challenge(HttpServerRequest request, HttpServerResponse response) {
        var query = JsonHttp.query(request, "hub.verify_token");
        boolean known = query.filter("simulated-verify-token"::equals).isPresent();
        var challenge = JsonHttp.query(request, "hub.challenge").orElse("");
        return known
                ? response.sendString(Mono.just(challenge)).then()
                : response.status(403).send().then();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
