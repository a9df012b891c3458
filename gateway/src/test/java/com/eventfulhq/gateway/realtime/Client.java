package com.eventfulhq.gateway.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client of the test: says text, hears JSON. */
final class Client implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final boolean reads;
    private final WebSocket socket;

    private Client(URI uri, @Nullable String bearer, boolean reads) {
        this.reads = reads;
        var builder = HTTP.newWebSocketBuilder().subprotocols("eventful.v1");
        if (bearer != null) {
            builder.header("Authorization", "Bearer " + bearer);
        }
        this.socket = builder.buildAsync(uri, this).join();
    }

    static Client open(URI uri) {
        return new Client(uri, null, true);
    }

    static Client open(URI uri, String bearer) {
        return new Client(uri, bearer, true);
    }

    /** One that never reads anything. */
    static Client deaf(URI uri, String bearer) {
        return new Client(uri, bearer, false);
    }

    String protocol() {
        return socket.getSubprotocol();
    }

    Client say(String frame) {
        socket.sendText(frame, true).join();
        return this;
    }

    Client sayBinary() {
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
        return this;
    }

    /** Says it and hears the next frame. */
    JsonNode ask(String frame) {
        return say(frame).hear();
    }

    JsonNode connect(String token) {
        return ask("{\"id\":\"c\",\"op\":\"connect\",\"token\":\"" + token + "\"}");
    }

    JsonNode subscribe(String channel) {
        return ask("{\"id\":\"s\",\"op\":\"subscribe\",\"channel\":\"" + channel + "\"}");
    }

    JsonNode hear() {
        return Json.MAPPER.readTree(hearText());
    }

    String hearText() {
        try {
            @Nullable String frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(frame).as("a frame").isNotNull();
            return frame;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The code the node closed with. */
    int closed() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
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
            frames.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
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
