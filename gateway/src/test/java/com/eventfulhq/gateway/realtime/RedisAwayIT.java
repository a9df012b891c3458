package com.eventfulhq.gateway.realtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.live.LiveChannel;
import com.eventfulhq.common.live.LiveChannels;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.gateway.RunningGateway;
import com.eventfulhq.infra.embedded.RedisServer;
import com.eventfulhq.infra.embedded.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Redis is away when the gateway starts, comes, goes again and forgets: whoever watches is told what is published while it is there. */
class RedisAwayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisServer redis = TestServers.get().redis();
    private final TeamId team = new TeamId(UUID.randomUUID());
    private final LiveChannel inbox = new LiveChannel.Inbox(team);
    private final String token = RunningGateway.TOKENS.user(new UserId(UUID.randomUUID()), team, Scopes.WHATSAPP_READ);
    private RunningGateway gateway;

    @BeforeEach
    void startWithoutRedis() throws IOException {
        redis.stop();
        gateway = RunningGateway.start(Map.of(
                "eventful.realtime.watch-timeout", "500ms",
                "eventful.redis.retry-max", "200ms",
                "eventful.realtime.max-errors", "1000"));
    }

    @AfterEach
    void stop() throws IOException {
        redis.start();
        gateway.close();
    }

    @Test
    void isReadyWithoutRedisAndPushesOnceItIsThere() throws IOException, InterruptedException {
        assertThat(statusOf("/actuator/health/readiness")).isEqualTo(200);
        assertThat(connected()).isZero();
        try (var client = Client.open(uri(), token)) {
            assertThat(client.watch("inbox").at("/error/code").asString()).isEqualTo("unavailable");

            redis.start();

            await().atMost(PATIENCE)
                    .until(() -> client.watch("inbox").path("ok").asBoolean());
            assertThat(connected()).isEqualTo(1);
            publish("[{\"id\":\"first\"}]").block(Duration.ofSeconds(5));
            assertThat(push(client).at("/events/0/id").asString()).isEqualTo("first");
        }
    }

    @Test
    void pushesAgainAfterRedisWasAwayAndAfterItForgotEverything() throws IOException {
        redis.start();
        try (var client = Client.open(uri(), token)) {
            await().atMost(PATIENCE)
                    .until(() -> client.watch("inbox").path("ok").asBoolean());

            redis.stop();
            await().atMost(PATIENCE).until(() -> connected() == 0);
            redis.start();
            assertThat(heardAfterAnInterruption(client)).isEqualTo("lag");
            publishUntilSomebodyHears("[{\"id\":\"restarted\"}]");
            assertThat(push(client).at("/events/0/id").asString()).isEqualTo("restarted");

            redis.flushAll();
            publish("[{\"id\":\"flushed\"}]").block(Duration.ofSeconds(5));
            assertThat(push(client).at("/events/0/id").asString()).isEqualTo("flushed");
        }
    }

    private static String heardAfterAnInterruption(Client client) {
        return client.hear().path("push").asString();
    }

    private void publishUntilSomebodyHears(String events) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> Long.valueOf(1)
                .equals(publish(events).block(Duration.ofSeconds(5))));
    }

    private static JsonNode push(Client client) {
        var frame = client.hear();
        assertThat(frame.path("push").asString()).isEqualTo("inbox");
        return frame;
    }

    private Mono<Long> publish(String events) {
        return gateway.bean(LiveChannels.class).publish(inbox, events.getBytes(UTF_8));
    }

    private double connected() {
        return gateway.bean(MeterRegistry.class)
                .get("eventful.redis.connected")
                .gauge()
                .value();
    }

    private int statusOf(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(gateway.uri(path)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private URI uri() {
        return URI.create("ws://127.0.0.1:" + gateway.port() + "/v1/realtime");
    }
}
