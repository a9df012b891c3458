package com.eventfulhq.gateway.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that asks faster than it is answered is not read from. */
class InboundBoundTest {

    @Test
    void noMoreCommandsAreTakenThanMayBeUnansweredAndAllAreInTheirOrder() throws IOException {
        try (var server = new EchoServer(Map.of("eventful.realtime.commands", "10"));
                var client = RawClient.upgraded(server.port(), RawClient.headers())) {
            server.holdAnswers();
            var all = new ByteArrayOutputStream();
            for (int i = 0; i < 40; i++) {
                all.write(RawClient.text("x".repeat(i)));
            }
            client.bytes(all.toByteArray());

            await().until(() -> server.lengths.size() == 11);
            await().during(Duration.ofMillis(300)).until(() -> server.lengths.size() == 11);
            var connection = server.connections().getFirst();
            server.release(connection, 5);
            await().during(Duration.ofMillis(300)).until(() -> server.lengths.size() == 11);
            server.release(connection, 1);
            await().until(() -> server.lengths.size() == 17);
            for (int taken : new int[] {23, 29, 35, 40}) {
                server.release(connection, 6);
                await().until(() -> server.lengths.size() == taken);
            }

            assertThat(List.copyOf(server.lengths))
                    .isEqualTo(IntStream.range(0, 40).boxed().toList());
        }
    }

    @Test
    void whoIsNotReadFromIsNotCalledSilent() throws IOException {
        try (var server = new EchoServer(Map.of(
                        "eventful.realtime.commands", "1",
                        "eventful.realtime.silence", "500ms",
                        "eventful.realtime.heartbeat", "10s"));
                var client = RawClient.upgraded(server.port(), RawClient.headers())) {
            server.holdAnswers();
            client.bytes(RawClient.text("a")).bytes(RawClient.text("b"));

            await().until(() -> server.lengths.size() == 2);
            await().during(Duration.ofSeconds(1)).until(() -> server.open.size() == 1);
            server.release(server.connections().getFirst(), 2);
            await().until(() -> server.open.isEmpty());
            assertThat(client.hear().code()).isEqualTo(4408);
        }
    }
}
