package com.eventfulhq.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
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

/**
 * A client of the test. What it asks is answered by what the answer refers to; everything else, also the answer to a frame the test
 * has written itself, is heard in its order.
 */
public final class Client implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final ConcurrentMap<String, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean reads;

    private Client(URI uri, @Nullable String bearer, boolean reads) {
        this.reads = reads;
        var builder = HTTP.newWebSocketBuilder().subprotocols("eventful.v1");
        if (bearer != null) {
            builder.header("Authorization", "Bearer " + bearer);
        }
        this.socket = builder.buildAsync(uri, this).join();
    }

    /** One that has said nothing yet. */
    public static Client open(URI uri) {
        return new Client(uri, null, true);
    }

    /** One whose token comes with the handshake. */
    public static Client open(URI uri, String bearer) {
        return new Client(uri, bearer, true);
    }

    /** The same, which never reads anything. */
    public static Client deaf(URI uri, String bearer) {
        return new Client(uri, bearer, false);
    }

    /** One whose token came with its first frame. */
    public static Client connected(URI uri, String token) {
        var client = open(uri);
        assertThat(client.connect(token).path("ok").asBoolean()).isTrue();
        return client;
    }

    public String protocol() {
        return socket.getSubprotocol();
    }

    // Says.

    public JsonNode connect(String token) {
        return ask("connect", "\"token\":\"" + token + "\"");
    }

    public JsonNode subscribe(UUID conversation) {
        return ask("subscribe", "\"conversation_id\":\"" + conversation + "\"");
    }

    public JsonNode subscribe(UUID conversation, long ev) {
        return ask("subscribe", "\"conversation_id\":\"" + conversation + "\",\"epoch\":\"e1\",\"ev\":" + ev);
    }

    /** Subscribes to a channel. */
    public JsonNode watch(String channel) {
        return ask("subscribe", "\"channel\":\"" + channel + "\"");
    }

    /** Says it and waits for its answer. */
    public JsonNode ask(String op, String members) {
        return answered(askLater(op, members));
    }

    public CompletableFuture<JsonNode> askLater(String op, String members) {
        var id = Integer.toString(ids.incrementAndGet());
        var answer = new CompletableFuture<JsonNode>();
        answers.put(id, answer);
        say("{\"id\":\"" + id + "\",\"op\":\"" + op + "\"" + (members.isEmpty() ? "" : "," + members) + "}");
        return answer;
    }

    public static JsonNode answered(CompletableFuture<JsonNode> answer) {
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    public Client say(String frame) {
        socket.sendText(frame, true).join();
        return this;
    }

    public Client sayBinary() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
        return this;
    }

    /** Says a frame of the test's own and hears the next one. */
    public JsonNode exchange(String frame) {
        return say(frame).hear();
    }

    // Hears.

    public JsonNode hear() {
        return Json.MAPPER.readTree(hearText());
    }

    public String hearText() {
        try {
            @Nullable String frame = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(frame).as("a frame").isNotNull();
            return frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public long hearEv() {
        return hear().path("ev").asLong();
    }

    /** What was pushed until the node answered a ping. */
    public int heardByNow() {
        ask("ping", "");
        return heard.size();
    }

    /** The code the node closed with. */
    public int closed() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Reads nothing from now on, until {@link #readOn}. */
    public void deafen() {
        reads = false;
    }

    public void readOn() {
        reads = true;
        socket.request(1);
    }

    @Override
    public void onOpen(WebSocket from) {
        if (reads) {
            from.request(1);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            took(partial.toString());
            partial.setLength(0);
        }
        if (reads) {
            from.request(1);
        }
        return null;
    }

    private void took(String frame) {
        var asked = answers.remove(Json.MAPPER.readTree(frame).path("re").asString(""));
        if (asked == null) {
            heard.add(frame);
        } else {
            asked.complete(Json.MAPPER.readTree(frame));
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
