package com.eventfulhq.gateway.realtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Answers questions as the hub does, about conversations the test makes up. */
final class StandInHub implements AutoCloseable {

    static final String SECRET = "a secret of at least thirty-two characters";

    private static final String NOT_FOUND =
            "{\"error\":{\"code\":\"not-found\",\"detail\":\"/conversation_id: not one of yours\",\"retryable\":false}}";

    private static final int CROWD_PAGE = 60;

    private final Map<UUID, Talk> talks = new ConcurrentHashMap<>();
    private final List<ChatAsk> asked = new CopyOnWriteArrayList<>();
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final Semaphore answering = new Semaphore(1_000_000);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile int status = 200;

    StandInHub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(ChatAsk.PATH, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Talk talk(UserId... members) {
        var talk = new Talk(UUID.randomUUID());
        talk.members.addAll(List.of(members));
        talks.put(talk.id, talk);
        return talk;
    }

    /** Every question so far. */
    List<ChatAsk> asked() {
        return asked;
    }

    <T extends ChatAsk> List<T> asked(Class<T> kind) {
        return asked.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** How many questions each call brought. */
    List<Integer> sizes() {
        return sizes;
    }

    /** From now on it reads how things stand, but says nothing until {@link #release}. */
    void hold() {
        answering.drainPermits();
    }

    void release() {
        answering.release(1_000_000);
    }

    void answerWith(int code) {
        status = code;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known =
                    ("Bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            var asks = Json.read(exchange.getRequestBody().readAllBytes(), ChatAsk[].class);
            sizes.add(asks.length);
            var answers = Stream.of(asks).map(this::answer).collect(Collectors.joining(",", "[", "]"));
            asked.addAll(List.of(asks));
            answering.acquireUninterruptibly();
            var bytes = answers.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? status : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String answer(ChatAsk ask) {
        return switch (ask) {
            case ChatAsk.Open open -> opened(open);
            case ChatAsk.Range range -> range(range);
            case ChatAsk.Tops tops ->
                tops.conversationIds().stream()
                        .map(id -> Long.toString(
                                talks.getOrDefault(id, new Talk(id)).last()))
                        .collect(Collectors.joining(",", "{\"tops\":[", "]}"));
            case ChatAsk.Roster roster -> roster(roster);
            case ChatAsk.Heads heads ->
                mine(heads.user())
                        .map(Talk::summary)
                        .collect(Collectors.joining(",", "{\"heads\":[", "],\"cursor\":\"c1\"}"));
            case ChatAsk.History history -> "{\"messages\":[],\"limit\":" + history.limit() + "}";
            case ChatAsk.Search search -> "{\"messages\":[],\"cursor\":null}";
            case ChatAsk.Participants participants -> "{\"participants\":[]}";
            case ChatAsk.Edits edits -> "{\"versions\":[]}";
            case ChatAsk.Crowd crowd -> crowd(crowd);
            case ChatAsk.Visible visible ->
                visible.people().stream()
                        .filter(person -> person.equals(visible.user()) || share(person, visible.user()))
                        .map(person -> "\"" + person + "\"")
                        .collect(Collectors.joining(",", "{\"visible\":[", "]}"));
        };
    }

    /** In pages of less than it takes to see that there are several. */
    private String crowd(ChatAsk.Crowd ask) {
        var talk = talks.get(ask.conversationId());
        if (talk == null || !talk.members.contains(ask.user())) {
            return NOT_FOUND;
        }
        if (talk.members.size() <= 100) {
            return "{\"error\":{\"code\":\"conflict\",\"detail\":\"/conversation_id: ask for presence\",\"retryable\":false}}";
        }
        var members = List.copyOf(talk.members);
        int from = ask.cursor() == null ? 0 : Integer.parseInt(ask.cursor());
        int to = Math.min(members.size(), from + CROWD_PAGE);
        var ids = ByteBuffer.allocate(16 * (to - from));
        members.subList(from, to).forEach(member -> ids.putLong(member.value().getMostSignificantBits())
                .putLong(member.value().getLeastSignificantBits()));
        return "{\"people\":\"" + Base64.getEncoder().encodeToString(ids.array()) + "\""
                + (to < members.size() ? ",\"cursor\":\"" + to + "\"" : "") + "}";
    }

    private String opened(ChatAsk.Open open) {
        var talk = talks.get(open.conversationId());
        if (talk == null || !talk.members.contains(open.user())) {
            return NOT_FOUND;
        }
        var frames = List.copyOf(talk.frames);
        long from = open.ev() == null ? frames.size() : open.ev();
        return "{\"conversation\":" + talk.summary() + ",\"participants\":[],\"events\":"
                + frames.stream().skip(from).collect(Collectors.joining(",", "[", "]"))
                + ",\"ev\":" + frames.size() + "}";
    }

    private String range(ChatAsk.Range range) {
        var frames = List.copyOf(Objects.requireNonNull(talks.get(range.conversationId())).frames);
        return IntStream.rangeClosed((int) range.from(), (int) Math.min(range.to(), frames.size()))
                .mapToObj(ev -> "{\"ev\":" + ev + ",\"frame\":" + frames.get(ev - 1) + "}")
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    private String roster(ChatAsk.Roster roster) {
        return mine(roster.user())
                .map(Talk::summary)
                .collect(Collectors.joining(",", "{\"changed\":[", "],\"left\":[],\"cursor\":\"c1\",\"more\":false}"));
    }

    private boolean share(UserId one, UserId other) {
        return mine(one).anyMatch(talk -> talk.members.contains(other));
    }

    private Stream<Talk> mine(UserId user) {
        return talks.values().stream().filter(talk -> talk.members.contains(user));
    }

    @Override
    public void close() {
        release();
        server.stop(0);
        threads.shutdownNow();
    }

    /** A conversation of the test. */
    static final class Talk {
        final UUID id;
        final List<UserId> members = new CopyOnWriteArrayList<>();
        private final List<String> frames = new CopyOnWriteArrayList<>();
        private volatile String epoch = "e1";

        Talk(UUID id) {
            this.id = id;
        }

        /** Commits a message; nobody is told. */
        long commit(String content) {
            long ev = frames.size() + 1L;
            return commit(
                    "message",
                    "\"message\":{\"message_no\":" + ev + ",\"sender_user_id\":\"" + new UUID(0, 1)
                            + "\",\"content\":\"" + content + "\"}");
        }

        long commit(String kind, String members) {
            long ev = frames.size() + 1L;
            frames.add("{\"push\":\"event\",\"conversation_id\":\"" + id + "\",\"ev\":" + ev + ",\"kind\":\"" + kind
                    + "\",\"at\":\"2026-01-01T00:00:00Z\"," + members + "}");
            return ev;
        }

        /** Of its events only the first ones are there, as after a restore, and they count anew. */
        void restore(int events) {
            epoch = "e2";
            frames.subList(events, frames.size()).clear();
        }

        /** An event the hub does not know of, as if it read from somewhere that is behind. */
        byte[] unknownToTheHub() {
            return ("{\"push\":\"event\",\"conversation_id\":\"" + id + "\",\"ev\":" + (last() + 1) + "}")
                    .getBytes(UTF_8);
        }

        /** Commits that somebody has left. */
        long leaves(UserId user) {
            members.remove(user);
            return commit("left", "\"user_id\":\"" + user + "\"");
        }

        byte[] frame(long ev) {
            return frames.get((int) ev - 1).getBytes(UTF_8);
        }

        long last() {
            return frames.size();
        }

        String summary() {
            return "{\"conversation_id\":\"" + id + "\",\"epoch\":\"" + epoch + "\",\"last_ev\":" + last()
                    + ",\"last_message_no\":" + last() + "}";
        }
    }
}
