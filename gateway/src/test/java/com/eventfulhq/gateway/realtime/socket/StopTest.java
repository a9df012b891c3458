package com.eventfulhq.gateway.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A node that stops sends its clients elsewhere, and does not wait for those who will not go. */
class StopTest {

    private static final Map<String, String> SETTINGS = Map.of("eventful.realtime.drain", "500ms");

    @Test
    void saysGoodbyeAndIsDoneWhenAllHaveLeft() throws IOException {
        try (var server = new EchoServer(SETTINGS);
                var first = client(server);
                var second = client(server)) {
            var stopped = new AtomicBoolean();
            await().until(() -> server.open.size() == 2);
            server.sockets.stop(() -> stopped.set(true));

            for (var client : new RawClient[] {first, second}) {
                assertThat(client.hear().code()).isEqualTo(4300);
                client.bytes(RawClient.close(4300, new byte[0]));
                assertThat(client.ended()).isTrue();
            }
            await().untilTrue(stopped);
        }
    }

    @Test
    void closesOnThoseWhoDoNotAnswer() throws IOException {
        try (var server = new EchoServer(SETTINGS);
                var mute = client(server)) {
            var stopped = new AtomicBoolean();
            await().until(() -> server.open.size() == 1);
            server.sockets.stop(() -> stopped.set(true));

            await().atMost(Duration.ofSeconds(10)).untilTrue(stopped);
            assertThat(server.open).isEmpty();
            assertThat(mute.hear().code()).isEqualTo(4300);
        }
    }

    @Test
    void takesNobodyNewMeanwhile() throws IOException {
        try (var server = new EchoServer(SETTINGS)) {
            server.sockets.stop();
            try (var client = new RawClient(server.port())) {
                client.request("GET", "/v1/realtime", RawClient.headers());

                assertThat(client.head()).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after: ");
            }
        }
    }

    private static RawClient client(EchoServer server) throws IOException {
        return RawClient.upgraded(server.port(), RawClient.headers());
    }
}
