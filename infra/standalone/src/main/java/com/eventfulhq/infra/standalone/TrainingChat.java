package com.eventfulhq.infra.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Two people who talk: one says much, the other hears it. */
final class TrainingChat implements AutoCloseable {

    private static final int MESSAGES = 3_000;
    /** As many as one connection may have. */
    private static final int UNANSWERED = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String conversation = UUID.randomUUID().toString();
    private final Side ana;
    private final Side ben;

    TrainingChat(House house) throws IOException, InterruptedException {
        ana = new Side(house, World.ANA);
        ben = new Side(house, World.BEN);
        ana.ask(
                "create",
                ",\"client_event_id\":\"%s\",\"participants\":[\"%s\"]"
                        .formatted(UUID.randomUUID(), World.BEN.userId()));
        ana.ask("subscribe", "");
        ben.ask("subscribe", "");
    }

    void talk() throws IOException, InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            ana.begin(
                    "send", ",\"client_event_id\":\"%s\",\"content\":\"training %d\"".formatted(UUID.randomUUID(), i));
            if (i % 20 == 0) {
                ben.ask("history", ",\"limit\":20");
                ben.begin("read", ",\"ev\":" + (1 + i / 2));
            }
        }
        ana.await(UNANSWERED);
        ben.await(UNANSWERED);
    }

    @Override
    public void close() {
        ana.socket.abort();
        ben.socket.abort();
        http.close();
    }

    /** A connection. Whatever is asked, the answer counts, not what it says. */
    private final class Side implements WebSocket.Listener {

        private final Semaphore free = new Semaphore(UNANSWERED);
        private final WebSocket socket;
        private final StringBuilder frame = new StringBuilder();
        private int ids;

        Side(House house, World.User user) throws IOException, InterruptedException {
            socket = http.newWebSocketBuilder()
                    .subprotocols("eventful.v1")
                    .connectTimeout(PATIENCE)
                    .buildAsync(URI.create("ws://127.0.0.1:" + house.ports().gateway() + "/v1/realtime"), this)
                    .join();
            free.acquire();
            socket.sendText(
                            "{\"id\":\"c\",\"op\":\"connect\",\"token\":\"%s\"}"
                                    .formatted(house.token(user, Duration.ofMinutes(5))),
                            true)
                    .join();
            await(UNANSWERED);
        }

        /** Sends, and waits only while too much is unanswered. */
        void begin(String op, String members) throws IOException, InterruptedException {
            await(1);
            free.acquire();
            socket.sendText(
                            "{\"id\":\"%d\",\"op\":\"%s\",\"conversation_id\":\"%s\"%s}"
                                    .formatted(++ids, op, conversation, members),
                            true)
                    .join();
        }

        void ask(String op, String members) throws IOException, InterruptedException {
            begin(op, members);
            await(UNANSWERED);
        }

        /** Until so many more could be asked. */
        void await(int permits) throws IOException, InterruptedException {
            if (!free.tryAcquire(permits, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the chat does not answer within " + PATIENCE);
            }
            free.release(permits);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            // A frame may come in pieces, the first of them as short as can be.
            frame.append(data);
            if (last) {
                if (frame.indexOf("{\"re\":") == 0) {
                    free.release();
                }
                frame.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
