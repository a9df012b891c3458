package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;

/** A Graph API that answers what it was told to, in that order, and accepts once there is nothing left in the script. */
final class ScriptedGraph implements AutoCloseable {

    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger wamids = new AtomicInteger();
    private final DisposableServer server;
    private volatile Duration delay = Duration.ZERO;

    /** What to answer. A null body: the connection is closed without one. */
    private record Answer(int status, @Nullable String body) {}

    ScriptedGraph() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post("/v25.0/{number}/messages", this::answer))
                .bindNow();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    ScriptedGraph thenError(int status, int code) {
        script.add(new Answer(status, """
                {"error":{"message":"(#%d) scripted","type":"OAuthException","code":%d,"error_data":{"details":"as told"},"fbtrace_id":"AbC"}}""".formatted(code, code)));
        return this;
    }

    ScriptedGraph thenNothing() {
        script.add(new Answer(0, null));
        return this;
    }

    ScriptedGraph after(Duration pause) {
        delay = pause;
        return this;
    }

    List<JsonNode> calls() {
        return calls;
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asByteArray().flatMap(body -> {
            var call = Json.MAPPER.readTree(body);
            calls.add(call);
            var answer = script.poll();
            if (answer == null) {
                return reply(response, 200, accepted(call));
            }
            if (answer.body() == null) {
                response.withConnection(connection -> {
                    var unused = connection.channel().close();
                });
                return Mono.empty();
            }
            return reply(response, answer.status(), answer.body());
        });
    }

    private Mono<Void> reply(HttpServerResponse response, int status, String body) {
        return Mono.delay(delay)
                .then(response.status(status)
                        .header("Content-Type", "application/json")
                        .sendString(Mono.just(body))
                        .then());
    }

    private String accepted(JsonNode call) {
        var to = call.path("to").asString("+0").substring(1);
        return """
                {"messaging_product":"whatsapp","contacts":[{"input":"+%s","wa_id":"%s"}],"messages":[{"id":"wamid.%s.%d"}]}""".formatted(to, to, to, wamids.incrementAndGet());
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
