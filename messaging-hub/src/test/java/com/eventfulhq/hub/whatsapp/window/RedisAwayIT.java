package com.eventfulhq.hub.whatsapp.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.infra.embedded.RedisServer;
import com.eventfulhq.infra.embedded.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis is away when the hub starts, and comes later. */
class RedisAwayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final RedisServer redis = TestServers.get().redis();
    private HubUnderTest hub;

    @BeforeEach
    void startWithoutRedis() throws IOException {
        redis.stop();
        hub = new HubUnderTest("eventful.redis.retry-max=200ms");
    }

    @AfterEach
    void stop() throws IOException {
        redis.start();
        hub.close();
    }

    @Test
    void isReadyStoresAndKnowsTheWindowWithoutRedisAndUsesItOnceItIsThere() throws IOException, InterruptedException {
        assertThat(readiness()).isEqualTo(200);
        assertThat(gauge("eventful.redis.connected")).isZero();
        var end = now.plus(Duration.ofHours(24));

        var conversation = writtenNow("34600000001");
        assertThat(endOf(conversation)).isEqualTo(end);
        // The watchers are told after the row is there.
        await().atMost(PATIENCE).until(() -> counter("eventful.whatsapp.events.live.failed") > 0);
        assertThat(redisReads()).isZero();

        redis.start();
        await().atMost(PATIENCE).until(() -> gauge("eventful.redis.connected") == 1);

        // PostgreSQL answers once more and tells Redis, which answers from then on.
        await().atMost(PATIENCE).until(() -> end.equals(endOf(conversation)) && redisReads() > 0);
        var next = writtenNow("34600000002");
        await().atMost(PATIENCE)
                .until(() -> !redis.keysLike("wa:window:*" + next).isEmpty());
    }

    private ConversationId writtenNow(String user) {
        var wamid = "wamid." + UUID.randomUUID();
        hub.arrive(hub.text(user, wamid, "Hello", now));
        await().atMost(PATIENCE)
                .until(() -> hub.count(
                                "SELECT count(*) FROM communications.whatsapp_messages WHERE whatsapp_message_id = ?",
                                wamid)
                        == 1);
        return ConversationId.parse(hub.conversationOf(user));
    }

    private Instant endOf(ConversationId conversation) {
        return hub.bean(Windows.class).end(conversation).blockOptional().orElseThrow();
    }

    private double redisReads() {
        return hub.bean(MeterRegistry.class)
                .get("eventful.whatsapp.window.reads")
                .tag("source", "redis")
                .counter()
                .count();
    }

    private double counter(String name) {
        return hub.bean(MeterRegistry.class).get(name).counter().count();
    }

    private double gauge(String name) {
        return hub.bean(MeterRegistry.class).get(name).gauge().value();
    }

    private int readiness() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + hub.port() + "/actuator/health/readiness");
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
