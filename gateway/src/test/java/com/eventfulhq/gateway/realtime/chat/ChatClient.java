package com.eventfulhq.gateway.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A chat client of the test: answers are found by what they refer to, pushes come in their order. */
final class ChatClient implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final BlockingQueue<JsonNode> pushes = new LinkedBlockingQueue<>();
    private final ConcurrentMap<String, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean reads = true;

    private ChatClient(URI uri) {
        this.socket = HTTP.newWebSocketBuilder()
                .subprotocols("eventful.v1")
                .buildAsync(uri, this)
                .join();
    }

    static ChatClient open(URI uri) {
        return new ChatClient(uri);
    }

    static ChatClient connected(URI uri, String token) {
        var client = open(uri);
        assertThat(client.connect(token).path("ok").asBoolean()).isTrue();
        return client;
    }

    JsonNode connect(String token) {
        return ask("connect", "\"token\":\"" + token + "\"");
    }

    JsonNode subscribe(UUID conversation) {
        return ask("subscribe", "\"conversation_id\":\"" + conversation + "\"");
    }

    JsonNode subscribe(UUID conversation, long ev) {
        return ask("subscribe", "\"conversation_id\":\"" + conversation + "\",\"epoch\":\"e1\",\"ev\":" + ev);
    }

    JsonNode watch(String channel) {
        return ask("subscribe", "\"channel\":\"" + channel + "\"");
    }

    /** Says it and waits for its answer. */
    JsonNode ask(String op, String members) {
        return answered(askLater(op, members));
    }

    CompletableFuture<JsonNode> askLater(String op, String members) {
        var id = Integer.toString(ids.incrementAndGet());
        var answer = new CompletableFuture<JsonNode>();
        answers.put(id, answer);
        say("{\"id\":\"" + id + "\",\"op\":\"" + op + "\"" + (members.isEmpty() ? "" : "," + members) + "}");
        return answer;
    }

    static JsonNode answered(CompletableFuture<JsonNode> answer) {
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    ChatClient say(String frame) {
        socket.sendText(frame, true).join();
        return this;
    }

    /** The next push. */
    JsonNode hear() {
        try {
            @Nullable JsonNode push = pushes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(push).as("a push").isNotNull();
            return push;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long hearEv() {
        return hear().path("ev").asLong();
    }

    /** What was pushed until the node answered a ping. */
    int heardByNow() {
        ask("ping", "");
        return pushes.size();
    }

    int closed() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Reads nothing from now on, until {@link #readOn}. */
    void deafen() {
        reads = false;
    }

    void readOn() {
        reads = true;
        socket.request(1);
    }

    @Override
    public void onOpen(WebSocket from) {
        from.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            heard(Json.MAPPER.readTree(partial.toString()));
            partial.setLength(0);
        }
        if (reads) {
            from.request(1);
        }
        return null;
    }

    private void heard(JsonNode frame) {
        if (frame.has("push") || !frame.has("re")) {
            pushes.add(frame);
        } else {
            var answer = answers.remove(frame.path("re").asString());
            assertThat(answer).as("asked for %s", frame).isNotNull();
            answer.complete(frame);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
