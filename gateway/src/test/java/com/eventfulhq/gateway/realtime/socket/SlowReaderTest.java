package com.eventfulhq.gateway.realtime.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a reader who does not read costs, misses and is told. */
class SlowReaderTest {

    private static final Frame LARGE = Frame.text("x".repeat(20_000).getBytes(UTF_8));

    private static EchoServer server;

    private record Named(String name) implements Origin {
        @Override
        public Frame lag() {
            return Frame.text(("lag " + name).getBytes(UTF_8));
        }
    }

    @BeforeAll
    static void start() {
        server = new EchoServer(Map.of(
                "eventful.realtime.stall", "2s",
                "eventful.realtime.heartbeat", "1s",
                "eventful.realtime.connect-timeout", "60s"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isToldOncePerOriginOfWhatItMissedAndHearsEverythingFromThenOn() throws IOException {
        try (var client = client()) {
            var connection = connection();
            var accepted = fill(connection, new Named("a"));
            assertThat(on(connection, () -> connection.push(LARGE, new Named("b"))))
                    .isFalse();
            assertThat(on(connection, () -> connection.push(LARGE, new Named("a"))))
                    .isFalse();

            var heard = new ArrayList<String>();
            for (var frame = client.hear(); heard.size() < 2; frame = client.hear()) {
                if (frame.text().startsWith("lag ")) {
                    heard.add(frame.text());
                    if (heard.size() == 2) {
                        break;
                    }
                }
            }
            assertThat(heard).containsExactly("lag a", "lag b");
            assertThat(accepted).isPositive();
            await().until(() ->
                    on(connection, () -> connection.push(Frame.text("again".getBytes(UTF_8)), new Named("a"))));
            assertThat(next(client).text()).isEqualTo("again");
        }
    }

    @Test
    void anAnswerTakesTheRoomOfPushes() throws IOException {
        try (var client = client()) {
            var connection = connection();
            fillUntilQueued(connection);
            on(connection, () -> {
                for (int i = 0; i < 12; i++) {
                    connection.answer(LARGE);
                }
                return true;
            });

            var heard = new ArrayList<String>();
            while (heard.isEmpty() || !heard.getLast().startsWith("lag ")) {
                heard.add(next(client).text());
            }
            assertThat(heard).hasSizeGreaterThan(12);
        }
    }

    @Test
    void isGivenUpWhenNotEvenAnswersAreRead() throws IOException {
        try (var client = client()) {
            var connection = connection();
            on(connection, () -> {
                for (int i = 0; i < 10_000 && !connection.saidGoodbye(); i++) {
                    connection.answer(LARGE);
                }
                return connection.saidGoodbye();
            });

            await().until(() -> server.open.isEmpty());
            assertThat(closed("4408")).isPositive();
            assertThat(client).isNotNull();
        }
    }

    @Test
    void isGivenUpWhenNothingMovesForTheTimeOfAStall() throws IOException {
        double before = closed("4408");
        try (var client = client()) {
            fillUntilQueued(connection());

            await().atMost(Duration.ofSeconds(15)).until(() -> closed("4408") > before && server.open.isEmpty());
            assertThat(client).isNotNull();
        }
    }

    @Test
    void hintsAreDroppedFirstAndNobodyIsTold() throws IOException {
        try (var client = client()) {
            var connection = connection();
            fillUntilQueued(connection);
            on(connection, () -> {
                for (int i = 0; i < 10; i++) {
                    connection.hint(LARGE);
                }
                connection.hint(Frame.text("hint".getBytes(UTF_8)));
                connection.push(Frame.text("push".getBytes(UTF_8)), new Named("p"));
                return true;
            });

            List<String> small = new ArrayList<>();
            while (!small.contains("push")) {
                var text = next(client).text();
                if (text.length() < 100) {
                    small.add(text);
                }
            }
            assertThat(small).doesNotContain("hint").noneMatch(text -> text.startsWith("lag"));
        }
    }

    /** Until the first push is refused; how many were taken. */
    private static int fill(Connection connection, Origin origin) {
        return on(connection, () -> {
            int taken = 0;
            while (connection.push(LARGE, origin)) {
                taken++;
            }
            return taken;
        });
    }

    /** Until there is a queue of more than the hints may have, and room for more. */
    private static void fillUntilQueued(Connection connection) {
        on(connection, () -> {
            while (connection.waiting() < 100_000) {
                assertThat(connection.push(LARGE, new Named("filler"))).isTrue();
            }
            return true;
        });
    }

    private static <T> T on(Connection connection, Callable<T> what) {
        try {
            return connection.loop().submit(what).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next that is no heartbeat. */
    private static RawClient.Heard next(RawClient client) throws IOException {
        var frame = client.hear();
        while (frame.opcode() == Opcode.PING) {
            frame = client.hear();
        }
        return frame;
    }

    private static double closed(String code) {
        return server.registry
                .get("eventful.realtime.closed")
                .tag("code", code)
                .counter()
                .count();
    }

    private static Connection connection() {
        await().until(() -> server.open.size() == 1);
        return server.connections().getFirst();
    }

    private static RawClient client() throws IOException {
        await().until(() -> server.open.isEmpty());
        return RawClient.upgraded(server.port(), RawClient.headers());
    }
}
