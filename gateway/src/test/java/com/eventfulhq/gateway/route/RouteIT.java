package com.eventfulhq.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.gateway.RunningGateway;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

class RouteIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String MESSAGES = "/v1/whatsapp/messages";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_BODY = 64 * 1024;

    private static ServiceBehind hub;
    private static ServiceBehind engine;
    private static RunningGateway gateway;

    private final String token = RunningGateway.TOKENS.service(null, Scopes.WHATSAPP_SEND);

    /** An answer as a client sees it. */
    private record Answer(int status, HttpHeaders headers, String body) {

        String problem() {
            return String.valueOf(Json.read(body.getBytes(UTF_8), Map.class).get("type"));
        }
    }

    @BeforeAll
    static void start() {
        hub = new ServiceBehind();
        engine = new ServiceBehind();
        gateway = RunningGateway.start(Map.of(
                "eventful.route.hub",
                hub.uri(),
                "eventful.route.engine",
                engine.uri() + "/",
                "eventful.route.response-timeout",
                "1s",
                "eventful.route.max-body",
                MAX_BODY + "B"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        hub.close();
        engine.close();
    }

    @BeforeEach
    void reset() {
        hub.reset();
        engine.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void methodQueryBodyAndHeadersArriveAsSent(String method) {
        var answer = call(method, MESSAGES + "?a=%2Fb&c=d%20e", "{\"text\":\"caf\u00e9\"}", headers -> headers.set(
                        "Idempotency-Key", "key-1")
                .set("X-Request-Id", "request-1")
                .set("Content-Type", "application/json"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"answered\":true}");
        assertThat(answer.headers().get("X-Answer")).isEqualTo("yes");
        assertThat(hub.seen).singleElement().satisfies(seen -> {
            assertThat(seen.method()).isEqualTo(method);
            assertThat(seen.uri()).isEqualTo(MESSAGES + "?a=%2Fb&c=d%20e");
            assertThat(seen.body()).isEqualTo("{\"text\":\"caf\u00e9\"}");
            assertThat(seen.headers().get("Authorization")).isEqualTo("Bearer " + token);
            assertThat(seen.headers().get("Idempotency-Key")).isEqualTo("key-1");
            assertThat(seen.headers().get("X-Request-Id")).isEqualTo("request-1");
            assertThat(seen.headers().get("Host")).isEqualTo(hub.uri().substring("http://".length()));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/notifications", "/v1/notifications?limit=2", "/v1/notifications/1/deliveries"})
    void notificationsGoToTheEngine(String uri) {
        assertThat(get(uri).status()).isEqualTo(202);

        assertThat(engine.seen).singleElement().satisfies(seen -> {
            assertThat(seen.uri()).isEqualTo(uri);
            assertThat(seen.headers().contains("Transfer-Encoding")).isFalse();
        });
        assertThat(hub.calls).hasValue(0);
    }

    @Test
    void negotiationsGoToTheHub() {
        var export = "/v1/bookings/b0000000-0000-4000-8000-000000000001/negotiation/export";

        assertThat(get(export).status()).isEqualTo(202);
        assertThat(hub.seen).singleElement().satisfies(seen -> assertThat(seen.uri())
                .isEqualTo(export));
    }

    @Test
    void chatsGoToTheHub() {
        assertThat(get("/v1/chat/conversations?limit=2").status()).isEqualTo(202);

        assertThat(hub.seen).singleElement().satisfies(seen -> assertThat(seen.uri())
                .isEqualTo("/v1/chat/conversations?limit=2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/internal/chat/asks", "/v1/internal/chat/asks", "/v1/chat/../../internal/chat/asks"})
    void whatIsInternalIsNeverReached(String uri) {
        assertThat(call("POST", uri, "[]", headers -> {}).status()).isEqualTo(404);

        assertThat(hub.calls).hasValue(0);
    }

    @Test
    void theTraceGoesOnWithASpanOfItsOwn() {
        call("GET", MESSAGES, "", headers -> headers.set("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));
        get(MESSAGES);

        assertThat(hub.seen.getFirst().headers().get("traceparent"))
                .startsWith("00-" + TRACE)
                .endsWith("-01")
                .doesNotContain("00f067aa0ba902b7");
        assertThat(hub.seen.getLast().headers().get("traceparent")).hasSize(55).doesNotContain(TRACE);
    }

    @Test
    void whatIsAboutOneConnectionStaysThere() {
        var answer = call("GET", MESSAGES, "", headers -> headers.set("Connection", "X-Private, keep-alive")
                .set("X-Private", "1")
                .set("Keep-Alive", "timeout=9")
                .set("TE", "trailers")
                .set("Proxy-Authorization", "Basic eA==")
                .set("X-Forwarded-For", "203.0.113.9"));

        var arrived = hub.seen.getFirst().headers();
        for (var name : new String[] {"X-Private", "Keep-Alive", "TE", "Proxy-Authorization", "X-Forwarded-For"}) {
            assertThat(arrived.contains(name)).as(name).isFalse();
        }
        assertThat(answer.headers().contains("Keep-Alive")).isFalse();
        assertThat(answer.headers().contains("Proxy-Authenticate")).isFalse();
    }

    @Test
    void anAddressOfTheServiceIsShownWithoutItsHost() {
        assertThat(get(MESSAGES).headers().get("Location")).isEqualTo("/v1/whatsapp/messages/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer garbage", "Bearer a.b.c", "Basic eDp5"})
    void withoutAValidTokenNothingIsReached(String authorization) {
        var answer = call("POST", MESSAGES, "{}", headers -> headers.set("Authorization", authorization));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers().get("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.problem()).endsWith("/unauthenticated");
        assertThat(hub.calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/nothing",
                "/v1/whatsappx",
                "/v1/whatsapp/../../actuator/health",
                "/v1/whatsapp/%2e%2E/x",
                "/%761/whatsapp/messages",
                "/v1;x=y/whatsapp/messages"
            })
    void aPathOfNobodyIsNotFound(String uri) {
        var answer = get(uri);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).endsWith("/not-found");
        assertThat(hub.calls).hasValue(0);
    }

    @Test
    void aServiceThatIsDownIsA503WithoutItsAddressAndServesWhenItIsBack() {
        engine.stop();
        try {
            // The gateway learns of the end of a kept connection a moment later.
            await().atMost(PATIENCE).untilAsserted(() -> {
                var answer = get("/v1/notifications");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.headers().get("Retry-After")).isEqualTo("1");
                assertThat(answer.problem()).endsWith("/unavailable");
                assertThat(answer.body()).doesNotContain("127.0.0.1").doesNotContain("onnection");
            });
        } finally {
            engine.startAgain();
        }
        assertThat(get("/v1/notifications").status()).isEqualTo(202);
    }

    @Test
    void aServiceThatIsSilentIsA504AndIsNotAskedAgain() {
        hub.answers((request, response) -> Mono.never());

        var answer = call("POST", MESSAGES, "{}", headers -> {});

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.problem()).endsWith("/no-answer");
        assertThat(hub.calls).hasValue(1);
    }

    @Test
    void aServiceThatHangsUpIsA504AndIsNotAskedAgain() {
        hub.answers((request, response) -> {
            response.withConnection(connection -> connection.dispose());
            return Mono.never();
        });

        assertThat(call("POST", MESSAGES, "{}", headers -> {}).status()).isEqualTo(504);
        assertThat(hub.calls).hasValue(1);
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedUnread() {
        var answer = call("POST", MESSAGES, "x".repeat(MAX_BODY + 1), headers -> {});

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).endsWith("/too-large");
        assertThat(hub.calls).hasValue(0);
        assertThat(call("POST", MESSAGES, "x".repeat(MAX_BODY), headers -> {}).status())
                .isEqualTo(202);
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsCutOff() {
        var body = Flux.range(0, 65).map(i -> Unpooled.wrappedBuffer(new byte[1024]));
        var status = client(headers -> {})
                .post()
                .uri(MESSAGES)
                .send(body)
                .responseSingle(
                        (response, content) -> Mono.just(response.status().code()))
                .block(PATIENCE);

        assertThat(status).isEqualTo(413);
        assertThat(hub.seen).isEmpty();
    }

    @Test
    void anAnswerWithoutABodyStaysOne() {
        hub.answers((request, response) -> response.status(204).send());

        var answer = call("DELETE", MESSAGES, "", headers -> {});

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().contains("Transfer-Encoding")).isFalse();
    }

    @Test
    void anAnswerIsStreamedAsItComes() {
        var pieces = Sinks.many().unicast().<String>onBackpressureBuffer();
        hub.answers((request, response) -> response.send(bytes(pieces.asFlux()), piece -> true));
        pieces.tryEmitNext("one");

        StepVerifier.create(streamed())
                .expectNext("one")
                .then(() -> pieces.tryEmitNext("two"))
                .expectNext("two")
                .then(pieces::tryEmitComplete)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void aCallerWhoLeavesEndsTheCallBehind() {
        var left = new AtomicBoolean();
        hub.answers((request, response) -> {
            response.withConnection(connection -> connection.onDispose(() -> left.set(true)));
            return response.send(bytes(Flux.just("one").concatWith(Flux.never())), piece -> true);
        });

        StepVerifier.create(streamed()).expectNext("one").thenCancel().verify(PATIENCE);

        // Sooner than the response timeout, which would end it as well.
        await().atMost(Duration.ofMillis(900)).untilTrue(left);
    }

    private static Flux<ByteBuf> bytes(Flux<String> text) {
        return text.map(piece -> Unpooled.copiedBuffer(piece, UTF_8));
    }

    private Flux<String> streamed() {
        return client(headers -> {}).get().uri(MESSAGES).responseContent().asString();
    }

    private Answer get(String uri) {
        return call("GET", uri, "", headers -> {});
    }

    private Answer call(String method, String uri, String body, Consumer<HttpHeaders> change) {
        var request = client(change).request(HttpMethod.valueOf(method)).uri(uri);
        var bytes = body.getBytes(UTF_8);
        return Objects.requireNonNull(
                (body.isEmpty() ? request : request.send(Mono.just(Unpooled.wrappedBuffer(bytes))))
                        .responseSingle((response, content) -> content.asString()
                                .defaultIfEmpty("")
                                .map(text -> new Answer(response.status().code(), response.responseHeaders(), text)))
                        .block(PATIENCE));
    }

    private HttpClient client(Consumer<HttpHeaders> change) {
        return HttpClient.newConnection()
                .baseUrl("http://127.0.0.1:" + gateway.port())
                .headers(headers -> {
                    headers.set("Authorization", "Bearer " + token);
                    change.accept(headers);
                });
    }
}
