package com.eventfulhq.gateway.realtime.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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

    private static final int ANSWERS = 1024 * 1024;

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
                "eventful.realtime.answers", ANSWERS + "B",
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
            await().until(() -> on(connection, () -> connection.push(text("again"), new Named("a"))));
            assertThat(next(client).text()).isEqualTo("again");
        }
    }

    @Test
    void answersOvertakePushesAndCostThemNothing() throws IOException {
        try (var client = client()) {
            var connection = connection();
            fillUntilQueued(connection);
            on(connection, () -> {
                assertThat(connection.push(text("push"), new Named("p"))).isTrue();
                for (int i = 0; i < 30; i++) {
                    connection.answer(LARGE);
                }
                connection.answer(text("answer"));
                return true;
            });

            assertThat(small(client, "push")).containsExactly("answer", "push");
        }
    }

    @Test
    void whoOpensMuchAndReadsSlowlyGetsAllOfItAndNeverMuchWaits() throws IOException {
        int each = 192 * 1024;
        try (var client = client()) {
            var connection = connection();
            server.lengths.clear();
            server.answerLater(each);
            for (int i = 0; i < 200; i++) {
                client.bytes(RawClient.text("open"));
            }
            await().until(connection::paused);
            await().during(Duration.ofMillis(500))
                    .until(() -> on(connection, () -> connection.waiting() < ANSWERS + 2 * each));
            assertThat(server.lengths.size()).isLessThan(200);

            for (int i = 0; i < 200; i++) {
                assertThat(next(client).payload()).hasSize(each);
                assertThat(on(connection, connection::waiting)).isLessThan(ANSWERS + 2L * each);
            }
        } finally {
            server.answerLater(0);
        }
    }

    @Test
    void whoReadsIsNotCalledSilentThoughItsPongsWaitBehindWhatItReads() throws IOException {
        var silence = Duration.ofSeconds(1);
        try (var patient = new EchoServer(Map.of("eventful.realtime.silence", silence.toSeconds() + "s"));
                var client = RawClient.upgraded(patient.port(), RawClient.headers())) {
            await().until(() -> patient.open.size() == 1);
            var connection = patient.connections().getFirst();
            // What the network has taken does not wait; it takes no more only after megabytes.
            await().pollInterval(Duration.ofMillis(5)).until(() -> {
                answerUpTo(connection, ANSWERS);
                return on(connection, connection::waiting) >= ANSWERS;
            });
            for (var until = Instant.now().plus(silence.multipliedBy(3));
                    Instant.now().isBefore(until); ) {
                assertThat(client.hear().payload()).hasSize(LARGE.size() - 4);
                answerUpTo(connection, ANSWERS);
            }
            assertThat(connection.saidGoodbye()).isFalse();
        }
    }

    private static void answerUpTo(Connection connection, int bytes) {
        on(connection, () -> {
            while (connection.waiting() < bytes && !connection.saidGoodbye()) {
                connection.answer(LARGE);
            }
            return true;
        });
    }

    @Test
    void isGivenUpWhenNotEvenAnswersAreRead() throws IOException {
        double before = closed("4408");
        try (var client = client()) {
            var connection = connection();
            on(connection, () -> {
                while (connection.waiting() < 300_000) {
                    connection.answer(LARGE);
                }
                return true;
            });
            assertThat(connection.saidGoodbye()).isFalse();

            await().atMost(Duration.ofSeconds(15)).until(() -> closed("4408") > before && server.open.isEmpty());
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
                connection.hint(text("hint"));
                connection.push(text("push"), new Named("p"));
                return true;
            });

            assertThat(small(client, "push")).containsExactly("push");
        }
    }

    /** The small frames up to that one. */
    private static List<String> small(RawClient client, String last) throws IOException {
        var small = new ArrayList<String>();
        while (!small.contains(last)) {
            var text = next(client).text();
            if (text.length() < 100) {
                small.add(text);
            }
        }
        return small;
    }

    private static Frame text(String text) {
        return Frame.text(text.getBytes(UTF_8));
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
