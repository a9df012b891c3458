package com.eventfulhq.gateway.realtime.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {

    private static EchoServer server;

    @BeforeAll
    static void start() {
        server = new EchoServer(Map.of("eventful.realtime.origins", "https://app.eventfulhq.com"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void switchesProtocols() throws IOException {
        try (var client = new RawClient(server.port())) {
            client.request("GET", "/v1/realtime?x=1", RawClient.headers());

            assertThat(client.head())
                    .startsWith("HTTP/1.1 101 ")
                    .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                    .containsIgnoringCase("sec-websocket-protocol: eventful.v1")
                    .doesNotContainIgnoringCase("sec-websocket-extensions");
        }
    }

    @Test
    void nothingOfTheServersHandlersIsLeftBehind() throws IOException {
        try (var client = RawClient.upgraded(server.port(), RawClient.headers())) {
            client.bytes(RawClient.text("a"));

            assertThat(client.hear().text()).isEqualTo("a");
            assertThat(server.channels.getLast().pipeline().toMap().keySet()).containsExactly("eventful.wire");
        }
    }

    @Test
    void whatIsSentTogetherWithTheHandshakeIsNotLost() throws IOException {
        try (var client = new RawClient(server.port())) {
            var request = RawClient.request("GET", "/v1/realtime", RawClient.headers(), "");
            var frame = RawClient.text("eager");
            var both = java.util.Arrays.copyOf(request, request.length + frame.length);
            System.arraycopy(frame, 0, both, request.length, frame.length);
            client.bytes(both);

            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            assertThat(client.hear().text()).isEqualTo("eager");
        }
    }

    @Test
    void everythingElsePassesUntouchedAlsoBeforeAHandshakeOnTheSameConnection() throws IOException {
        try (var client = new RawClient(server.port())) {
            for (var path : new String[] {"/v1/realtime2", "/", "/x/v1/realtime"}) {
                client.request("GET", path, Map.of("Host", "localhost"));
                assertThat(client.head()).startsWith("HTTP/1.1 200 ");
                assertThat(client.body(4)).isEqualTo("http");
            }
            client.request("GET", "/v1/realtime", RawClient.headers());
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            client.bytes(RawClient.text("a"));
            assertThat(client.hear().text()).isEqualTo("a");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Upgrade | - | 400",
                "Upgrade | h2c | 400",
                "Connection | keep-alive | 400",
                "Sec-WebSocket-Protocol | - | 400",
                "Sec-WebSocket-Protocol | chat, eventful.v2 | 400",
                "Sec-WebSocket-Key | - | 400",
                "Sec-WebSocket-Key | c2hvcnQ= | 400",
                "Sec-WebSocket-Key | ***** | 400",
                "Sec-WebSocket-Version | 8 | 426",
                "Content-Length | 5 | 400",
                "Transfer-Encoding | chunked | 400",
                "Origin | https://evil.example | 403",
                "Authorization | Bearer bad | 401"
            })
    void refusesWithAProblem(String header, String value, int status) throws IOException {
        assertThat(refused("GET", headers -> {
                    if (value == null) {
                        headers.remove(header);
                    } else {
                        headers.put(header, value);
                    }
                }))
                .isEqualTo(status);
    }

    @Test
    void refusesOtherMethods() throws IOException {
        assertThat(refused("POST", headers -> {})).isEqualTo(405);
    }

    @Test
    void takesTheSubprotocolAmongOthersAndAllowedOrigins() throws IOException {
        var headers = RawClient.headers();
        headers.put("Sec-WebSocket-Protocol", "other, eventful.v1");
        headers.put("Origin", "https://app.eventfulhq.com");
        headers.put("Authorization", "Bearer good");
        try (var client = RawClient.upgraded(server.port(), headers)) {
            client.bytes(RawClient.text("a"));

            assertThat(client.hear().text()).isEqualTo("a");
        }
    }

    @Test
    void whoLeavesWhileTheTokenIsVerifiedGivesThePlaceBack() throws IOException {
        var headers = RawClient.headers();
        headers.put("Authorization", "Bearer slow");
        await().until(() -> server.sockets.admission().taken() == 0);
        try (var client = new RawClient(server.port())) {
            client.request("GET", "/v1/realtime", headers);
            await().until(() -> server.sockets.admission().taken() == 1);
        }
        await().until(() -> server.sockets.admission().taken() == 0);
    }

    private static int refused(String method, Consumer<Map<String, String>> change) throws IOException {
        var headers = RawClient.headers();
        change.accept(headers);
        try (var client = new RawClient(server.port())) {
            client.request(method, "/v1/realtime", headers);
            var head = client.head();
            assertThat(head).containsIgnoringCase("content-type: application/problem+json");
            var problem = Json.MAPPER.readTree(client.rest());
            var status = problem.path("status").asInt();
            assertThat(head).startsWith("HTTP/1.1 " + status + " ");
            assertThat(problem.path("detail").asString()).isNotEmpty();
            return status;
        }
    }
}
