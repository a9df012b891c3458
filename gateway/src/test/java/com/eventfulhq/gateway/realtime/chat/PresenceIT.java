package com.eventfulhq.gateway.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.gateway.RunningGateway;
import com.eventfulhq.gateway.realtime.Client;
import com.eventfulhq.infra.embedded.TestServers;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two nodes that tell each other over Redis who is online. */
class PresenceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Map<String, String> FAST = Map.of(
            "eventful.realtime.presence.lease", "2s",
            "eventful.realtime.presence.renew", "500ms",
            "eventful.realtime.presence.gather", "50ms",
            "eventful.realtime.presence.look", "100ms",
            "eventful.realtime.presence.recheck", "1s",
            "eventful.redis.retry-max", "200ms",
            "eventful.realtime.max-errors", "1000");

    private static ChatWorld world;
    private static RunningGateway other;

    private final UserId ana = ChatWorld.somebody();
    private final UserId ben = ChatWorld.somebody();

    @BeforeAll
    static void start() {
        world = ChatWorld.start(FAST);
        var properties = new LinkedHashMap<>(FAST);
        properties.put("eventful.route.hub", world.hub.address());
        properties.put("eventful.internal.secret", StandInHub.SECRET);
        other = RunningGateway.start(properties);
    }

    @AfterAll
    static void stop() {
        // Together, for both share the event loops of this process, which end with the first.
        CompletableFuture.allOf(CompletableFuture.runAsync(other::close), CompletableFuture.runAsync(world::close))
                .join();
    }

    @AfterEach
    void letTheHubSpeak() {
        world.hub.answerWith(200);
    }

    /** At the other node. */
    private static Client elsewhere(UserId user) {
        return Client.open(URI.create("ws://127.0.0.1:" + other.port() + "/v1/realtime"), ChatWorld.token(user));
    }

    private static JsonNode ask(Client client, boolean watch, UserId... people) {
        var ids = new StringBuilder();
        for (var person : people) {
            ids.append(ids.isEmpty() ? "\"" : ",\"").append(person).append('"');
        }
        return client.ask("presence", "\"user_ids\":[" + ids + "],\"watch\":" + watch);
    }

    private static void isOnline(JsonNode user, UserId who) {
        assertThat(user.path("user_id").asString()).isEqualTo(who.toString());
        assertThat(user.path("state").asString()).isEqualTo("online");
    }

    private static void awaitOnline(Client client, UserId who) {
        await().atMost(PATIENCE).until(() -> ask(client, false, who)
                .at("/users/0/state")
                .asString("")
                .equals("online"));
    }

    @Test
    void whoComesAndGoesAtAnotherNodeIsTold() {
        world.hub.talk(ana, ben);
        try (var client = world.client(ana)) {
            var answer = ask(client, true, ben);
            assertThat(answer.at("/users/0/state").asString()).isEqualTo("offline");
            assertThat(answer.at("/users/0").has("last_seen_at")).isFalse();

            try (var bens = elsewhere(ben)) {
                var push = client.hear();
                assertThat(push.path("push").asString()).isEqualTo("presence");
                isOnline(push.at("/users/0"), ben);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
            }
            var gone = client.hear().at("/users/0");
            assertThat(gone.path("state").asString()).isEqualTo("offline");
            assertThat(Instant.parse(gone.path("last_seen_at").asString()))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        }
    }

    @Test
    void oneselfIsOnline() {
        try (var client = world.client(ana)) {
            isOnline(ask(client, false, ana).at("/users/0"), ana);
        }
    }

    @Test
    void everybodyIsAnsweredInTheOrderAskedAndOnce() {
        world.hub.talk(ana, ben);
        var stranger = ChatWorld.somebody();
        try (var client = world.client(ana)) {
            var users = ask(client, false, stranger, ana, ben, ana).path("users");

            assertThat(users.valueStream().map(user -> user.path("user_id").asString()))
                    .containsExactly(stranger.toString(), ana.toString(), ben.toString());
        }
    }

    @Test
    void ofAStrangerNothingIsSaidThatWouldNotBeSaidOfNobody() {
        try (var client = world.client(ana);
                var bens = elsewhere(ben);
                var friend = world.client(ana)) {
            // Both nodes know by now that he is there.
            awaitOnline(bens, ben);
            var nobody = ChatWorld.somebody();

            var answer = ask(client, true, ben, nobody);

            assertThat(answer.path("users").toString())
                    .isEqualTo("[{\"user_id\":\"" + ben + "\",\"state\":\"offline\"},{\"user_id\":\"" + nobody
                            + "\",\"state\":\"offline\"}]");
            assertThat(friend.heardByNow()).isZero();
        }
    }

    @Test
    void whoStopsTakingPartIsNotSeenAnyMoreThoughOnline() {
        var talk = world.hub.talk(ana, ben);
        try (var client = world.client(ana);
                var bens = elsewhere(ben)) {
            awaitOnline(client, ben);
            ask(client, true, ben);
            talk.leaves(ben);

            // The next time somebody looks after the sessions, which is every few seconds.
            var gone = client.hear().at("/users/0");
            assertThat(gone.path("state").asString()).isEqualTo("offline");
            assertThat(gone.has("last_seen_at")).isFalse();
            assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
        }
    }

    @Test
    void askingForNobodyEndsTheWatch() {
        world.hub.talk(ana, ben);
        try (var client = world.client(ana)) {
            ask(client, true, ben);
            assertThat(ask(client, true).path("users").size()).isZero();

            try (var bens = elsewhere(ben)) {
                awaitOnline(client, ben);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
                assertThat(client.heardByNow()).isZero();
            }
        }
    }

    @Test
    void aReaderThatWasTooSlowHearsHowThingsStandOnceItReads() {
        var talk = world.hub.talk(ana, ben);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            ask(client, true, ben);
            client.deafen();
            var large = "x".repeat(50_000);
            IntStream.range(0, 400).forEach(i -> world.say(talk, large));
            try (var bens = elsewhere(ben);
                    var anas = world.client(ana)) {
                awaitOnline(anas, ben);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();

                client.readOn();

                var push = client.hear();
                while (!push.path("push").asString().equals("presence")) {
                    push = client.hear();
                }
                isOnline(push.at("/users/0"), ben);
            }
        }
    }

    @Test
    void aHubThatFailsIsUnavailableAndMayBeAskedAgain() {
        world.hub.talk(ana, ben);
        try (var client = world.client(ana)) {
            world.hub.answerWith(500);
            var refused = ask(client, true, ben);
            world.hub.answerWith(200);

            assertThat(refused.at("/error/code").asString()).isEqualTo("unavailable");
            assertThat(refused.at("/error/retryable").asBoolean()).isTrue();
            assertThat(ask(client, true, ben).path("ok").asBoolean()).isTrue();
        }
    }

    @Test
    void aTokenWithoutChatIsRefused() {
        try (var client = Client.connected(world.uri(), RunningGateway.TOKENS.user(ana, null))) {
            assertThat(ask(client, false, ana).at("/error/code").asString()).isEqualTo("insufficient-scope");
        }
    }

    @Test
    void whenRedisForgetsEverythingNobodyNotices() throws IOException {
        world.hub.talk(ana, ben);
        var redis = TestServers.get().redis();
        try (var client = world.client(ana)) {
            ask(client, true, ben);
            try (var bens = elsewhere(ben)) {
                isOnline(client.hear().at("/users/0"), ben);

                redis.flushAll();

                awaitOnline(bens, ben);
                await().atMost(PATIENCE)
                        .until(() -> !redis.keysLike("chat:presence:*").isEmpty());
                assertThat(client.heardByNow()).isZero();
            }
        }
    }

    @Test
    void whileRedisIsAwayItCannotBeToldAndEverythingElseGoesOn() throws IOException {
        world.hub.talk(ana, ben);
        var redis = TestServers.get().redis();
        try (var client = world.client(ana)) {
            redis.stop();
            try {
                var refused = ask(client, true, ben);
                assertThat(refused.at("/error/code").asString()).isEqualTo("unavailable");
                assertThat(refused.at("/error/retryable").asBoolean()).isTrue();
                assertThat(client.ask("history", "\"conversation_id\":\"" + UUID.randomUUID() + "\"")
                                .path("ok")
                                .asBoolean())
                        .isTrue();
            } finally {
                redis.start();
            }
            await().atMost(PATIENCE)
                    .until(() -> ask(client, true, ben).path("ok").asBoolean());
            try (var bens = elsewhere(ben)) {
                isOnline(client.hear().at("/users/0"), ben);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
            }
        }
    }
}
