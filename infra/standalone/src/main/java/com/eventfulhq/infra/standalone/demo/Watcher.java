package com.eventfulhq.infra.standalone.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A realtime client: connects, subscribes, and keeps what it is pushed until it is asked for. */
final class Watcher implements AutoCloseable, WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_FRAMES = 10_000;

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>(MOST_FRAMES);
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    Watcher(URI uri, String token) throws DemoFailed, InterruptedException {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("eventful.v1")
                .connectTimeout(PATIENCE)
                .buildAsync(uri, this)
                .join();
        ask("{\"id\":\"connect\",\"op\":\"connect\",\"token\":\"" + token + "\"}");
        await("an answer to connect", frame -> frame.path("re").asString("").equals("connect") && isOk(frame));
        for (var channel : new String[] {"inbox", "notifications"}) {
            ask("{\"id\":\"" + channel + "\",\"op\":\"subscribe\",\"channel\":\"" + channel + "\"}");
            await(
                    "an answer to subscribe",
                    frame -> frame.path("re").asString("").equals(channel) && isOk(frame));
        }
    }

    private static boolean isOk(JsonNode frame) {
        return !frame.has("error");
    }

    private void ask(String frame) {
        socket.sendText(frame, true).join();
    }

    /** The next pushed event that fits; earlier ones that do not are dropped. */
    JsonNode event(String what, Predicate<JsonNode> fits) throws DemoFailed, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var frame = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (frame == null) {
                break;
            }
            for (var event : frame.path("events")) {
                if (fits.test(event)) {
                    return event;
                }
            }
        }
        throw new DemoFailed("the socket was not told of " + what + " within " + PATIENCE.toSeconds() + " s");
    }

    private void await(String what, Predicate<JsonNode> fits) throws DemoFailed, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var frame = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (frame != null && fits.test(frame)) {
                return;
            }
        }
        throw new DemoFailed("the socket got no " + what);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            var unused = frames.offer(Http.JSON.readTree(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return java.util.concurrent.CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
