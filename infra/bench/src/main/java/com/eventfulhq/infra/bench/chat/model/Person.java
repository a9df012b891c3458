package com.eventfulhq.infra.bench.chat.model;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection that keeps what it heard; asks one thing at a time and waits for the answer. */
final class Person implements WebSocket.Listener {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_MILLIS = 30_000;

    final int number;
    final UUID id;

    /** Applied events by conversation, since this connection or one before it subscribed. */
    private final Map<UUID, List<JsonNode>> heard = new HashMap<>();

    private final Map<String, JsonNode> answers = new HashMap<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private int asked;
    private @Nullable String trouble;

    Person(int number, UUID id) {
        this.number = number;
        this.id = id;
    }

    boolean connected() {
        return socket != null;
    }

    /** Opens a socket and connects. */
    JsonNode connect(URI address, String token, String resume) throws InterruptedException {
        socket = HTTP.newWebSocketBuilder()
                .subprotocols("eventful.v1")
                .buildAsync(address, this)
                .join();
        return ask("connect", "\"token\":\"" + token + "\"" + resume);
    }

    void cut() {
        var open = socket;
        if (open != null) {
            socket = null;
            open.abort();
        }
    }

    JsonNode ask(String op, String members) throws InterruptedException {
        var open = java.util.Objects.requireNonNull(socket);
        var re = Integer.toString(++asked);
        open.sendText("{\"id\":\"" + re + "\",\"op\":\"" + op + "\"," + members + "}", true)
                .join();
        synchronized (this) {
            long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
            while (!answers.containsKey(re)) {
                long left = deadline - System.currentTimeMillis();
                if (left <= 0 || trouble != null) {
                    throw new IllegalStateException(this + ": no answer to " + op + "; " + trouble);
                }
                wait(left);
            }
            return answers.remove(re);
        }
    }

    /** Forgets what it heard there, or begins to listen. */
    synchronized void begin(UUID conversation) {
        heard.put(conversation, new ArrayList<>());
    }

    /** What came with an answer, before what is pushed after it. */
    synchronized void heard(UUID conversation, JsonNode events) {
        var list = heard.computeIfAbsent(conversation, key -> new ArrayList<>());
        var pushed = new ArrayList<>(list);
        long last = lastOf(list);
        events.forEach(event -> {
            if (event.path("ev").asLong() > last) {
                pushed.add(event);
            }
        });
        pushed.sort(java.util.Comparator.comparingLong(event -> event.path("ev").asLong()));
        heard.put(conversation, pushed);
    }

    private static long lastOf(List<JsonNode> events) {
        return events.isEmpty() ? 0 : events.getLast().path("ev").asLong();
    }

    /** The events heard of a conversation, once there are so many. */
    synchronized List<JsonNode> await(UUID conversation, int events) throws InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (heard.getOrDefault(conversation, List.of()).size() < events) {
            long left = deadline - System.currentTimeMillis();
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return List.copyOf(heard.getOrDefault(conversation, List.of()));
    }

    synchronized @Nullable String trouble() {
        return trouble;
    }

    @Override
    public void onOpen(WebSocket from) {
        from.request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            var frame = JSON.readTree(partial.toString());
            partial.setLength(0);
            take(frame);
        }
        return null;
    }

    private synchronized void take(JsonNode frame) {
        var push = frame.path("push").asString("");
        if (push.equals("event")) {
            heard.computeIfAbsent(UUID.fromString(frame.path("conversation_id").asString()), key -> new ArrayList<>())
                    .add(frame);
        } else if (push.isEmpty()) {
            answers.put(frame.path("re").asString(), frame);
        } else if (push.equals("lag") || push.equals("ended")) {
            trouble = this + " was told " + frame;
        }
        notifyAll();
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        if (from.equals(socket)) {
            trouble = this + " was closed with " + code;
        }
        return null;
    }

    @Override
    public String toString() {
        return "person " + number;
    }
}
