package com.eventfulhq.gateway.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.gateway.RunningGateway;
import com.eventfulhq.gateway.realtime.Client;
import com.eventfulhq.gateway.realtime.chat.StandInHub.Talk;
import com.eventfulhq.infra.embedded.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two nodes, and how many of those connected to them take part in a large conversation. */
class OccupancyIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OTHERS = 120;

    private static final Map<String, String> FAST = Map.of(
            "eventful.realtime.presence.lease", "2s",
            "eventful.realtime.presence.renew", "500ms",
            "eventful.realtime.presence.gather", "50ms",
            "eventful.realtime.occupancy.look", "200ms",
            "eventful.realtime.occupancy.renew", "500ms",
            "eventful.redis.retry-max", "200ms",
            "eventful.realtime.max-errors", "1000");

    private static ChatWorld world;
    private static RunningGateway other;

    private final UserId ana = ChatWorld.somebody();
    private final UserId ben = ChatWorld.somebody();
    private Talk talk;

    @BeforeEach
    void talkOfMany() {
        talk = world.hub.talk(ana, ben);
        IntStream.range(0, OTHERS).forEach(i -> talk.members.add(ChatWorld.somebody()));
    }

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

    private Client subscribed(UserId user) {
        var client = world.client(user);
        assertThat(client.subscribe(talk.id).path("ok").asBoolean()).isTrue();
        return client;
    }

    private static JsonNode ask(Client client, Talk talk, String further) {
        return client.ask("occupancy", "\"conversation_id\":\"" + talk.id + "\"" + further);
    }

    private JsonNode ask(Client client) {
        return ask(client, talk, "");
    }

    private JsonNode watch(Client client) {
        return ask(client, talk, ",\"watch\":true");
    }

    private static void says(JsonNode frame, int participants, int online) {
        assertThat(frame.path("participants").asInt(-1)).isEqualTo(participants);
        assertThat(frame.path("online").asInt(-1)).isEqualTo(online);
    }

    private static String code(JsonNode answer) {
        return answer.at("/error/code").asString("none");
    }

    private void awaitOnline(Client client, int online) {
        await().atMost(PATIENCE).until(() -> ask(client).path("online").asInt(-1) == online);
    }

    @Test
    void whoTakesPartAndIsConnectedAnywhereIsCounted() {
        try (var client = subscribed(ana);
                var bens = elsewhere(ben);
                var strangers = elsewhere(ChatWorld.somebody())) {
            awaitOnline(client, 2);

            says(ask(client), OTHERS + 2, 2);
            assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
            assertThat(strangers.ask("ping", "").path("ok").asBoolean()).isTrue();
        }
    }

    @Test
    void aChangeIsPushedOnceToAllWhoWatch() {
        try (var one = subscribed(ana);
                var two = subscribed(talk.members.get(5))) {
            awaitOnline(one, 2);
            says(watch(one), OTHERS + 2, 2);
            says(watch(two), OTHERS + 2, 2);

            try (var bens = elsewhere(ben)) {
                var push = one.hear();
                assertThat(push.path("push").asString()).isEqualTo("occupancy");
                assertThat(push.path("conversation_id").asString()).isEqualTo(talk.id.toString());
                says(push, OTHERS + 2, 3);
                assertThat(two.hear()).isEqualTo(push);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
                assertThat(one.heardByNow()).isZero();
            }
            says(one.hear(), OTHERS + 2, 2);
            says(two.hear(), OTHERS + 2, 2);
        }
    }

    @Test
    void nothingIsPushedWhileNothingChanges() {
        try (var client = subscribed(ana)) {
            awaitOnline(client, 1);
            watch(client);
            int asked = world.hub.asked(ChatAsk.Crowd.class).size();

            // It has been looked at several times once the hub was asked again.
            await().atMost(PATIENCE)
                    .until(() -> world.hub.asked(ChatAsk.Crowd.class).size() > asked + 3);

            assertThat(client.heardByNow()).isZero();
        }
    }

    @Test
    void whoJoinsIsPushedSoon() {
        try (var client = subscribed(ana)) {
            awaitOnline(client, 1);
            watch(client);

            talk.members.add(ChatWorld.somebody());

            says(client.hear(), OTHERS + 3, 1);
        }
    }

    @Test
    void theWatchEndsWithTheSubscription() {
        try (var client = subscribed(ana);
                var witness = subscribed(talk.members.get(5))) {
            awaitOnline(witness, 2);
            watch(client);
            watch(witness);
            client.ask("unsubscribe", "\"conversation_id\":\"" + talk.id + "\"");

            try (var bens = elsewhere(ben)) {
                says(witness.hear(), OTHERS + 2, 3);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
                assertThat(client.heardByNow()).isZero();
            }
        }
    }

    @Test
    void theWatchEndsWhenThatIsAskedFor() {
        try (var client = subscribed(ana);
                var witness = subscribed(talk.members.get(5))) {
            awaitOnline(witness, 2);
            watch(client);
            watch(witness);
            says(ask(client, talk, ",\"watch\":false"), OTHERS + 2, 2);

            try (var bens = elsewhere(ben)) {
                says(witness.hear(), OTHERS + 2, 3);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
                assertThat(client.heardByNow()).isZero();
            }
        }
    }

    @Test
    void aMereQuestionDoesNotEndTheWatch() {
        try (var client = subscribed(ana)) {
            awaitOnline(client, 1);
            watch(client);
            ask(client);

            try (var bens = elsewhere(ben)) {
                says(client.hear(), OTHERS + 2, 2);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void whoIsRemovedHearsNoMoreOfIt() {
        try (var client = subscribed(ana);
                var witness = subscribed(talk.members.get(5))) {
            awaitOnline(witness, 2);
            watch(client);
            watch(witness);
            long ev = talk.leaves(ana);
            world.publish(talk.id, BusEntry.event(talk.id, ev, talk.frame(ev)), BusEntry.left(ana.value(), talk.id));
            assertThat(client.hear().path("kind").asString()).isEqualTo("left");

            await().atMost(PATIENCE)
                    .until(() -> ask(witness).path("participants").asInt() == OTHERS + 1);
            assertThat(client.heardByNow()).isZero();
            assertThat(code(ask(client))).isEqualTo("conflict");
        }
    }

    @Test
    void whatIsNotSubscribedIsAConflict() {
        try (var client = world.client(ana)) {
            assertThat(code(ask(client))).isEqualTo("conflict");
        }
    }

    /** That it is being subscribed does not say that one takes part. */
    @Test
    void whoMerelyTriesToSubscribeIsToldNothing() {
        var stranger = ChatWorld.somebody();
        try (var witness = subscribed(ana);
                var client = world.client(stranger)) {
            watch(witness);

            var subscribing = client.askLater("subscribe", "\"conversation_id\":\"" + talk.id + "\"");
            var answer = ask(client);

            assertThat(code(answer)).isEqualTo("conflict");
            assertThat(code(Client.answered(subscribing))).isEqualTo("not-found");
        }
    }

    @Test
    void aSmallConversationIsAConflict() {
        var small = world.hub.talk(ana, ben);
        try (var client = world.client(ana)) {
            client.subscribe(small.id);

            assertThat(code(ask(client, small, ",\"watch\":true"))).isEqualTo("conflict");
        }
    }

    @Test
    void oneThatBecomesSmallIsToldToBeCountedNoMore() {
        try (var client = subscribed(ana)) {
            awaitOnline(client, 1);
            watch(client);

            talk.members.removeAll(talk.members.subList(100, talk.members.size()));

            var push = client.hear();
            assertThat(push.path("push").asString()).isEqualTo("occupancy");
            assertThat(push.path("ended").asBoolean()).isTrue();
            assertThat(push.has("online")).isFalse();
        }
    }

    @Test
    void aReaderThatWasTooSlowHearsHowItStandsOnceItReads() {
        try (var client = subscribed(ana);
                var witness = subscribed(talk.members.get(5))) {
            awaitOnline(witness, 2);
            watch(client);
            watch(witness);
            client.deafen();
            var large = "x".repeat(50_000);
            IntStream.range(0, 400).forEach(i -> world.say(talk, large));
            try (var bens = elsewhere(ben)) {
                var told = witness.hear();
                while (!told.path("push").asString().equals("occupancy")) {
                    told = witness.hear();
                }
                says(told, OTHERS + 2, 3);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();

                client.readOn();

                var push = client.hear();
                while (!push.path("push").asString().equals("occupancy")) {
                    push = client.hear();
                }
                says(push, OTHERS + 2, 3);
            }
        }
    }

    @Test
    void whileTheHubIsAwayThoseKnownBeforeAreCounted() {
        try (var client = subscribed(ana)) {
            awaitOnline(client, 1);
            watch(client);
            world.hub.answerWith(500);

            try (var bens = elsewhere(ben)) {
                says(client.hear(), OTHERS + 2, 2);
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void withoutTheHubWhoTakesPartIsNotKnown() {
        try (var client = subscribed(ana)) {
            world.hub.answerWith(500);

            var refused = ask(client);

            assertThat(code(refused)).isEqualTo("unavailable");
            assertThat(refused.at("/error/retryable").asBoolean()).isTrue();
        }
    }

    @Test
    void whileRedisIsAwayItCannotBeToldAndThenItGoesOn() throws IOException {
        var redis = TestServers.get().redis();
        try (var client = subscribed(ana)) {
            awaitOnline(client, 1);
            watch(client);
            redis.stop();
            try {
                await().atMost(PATIENCE).until(() -> code(ask(client)).equals("unavailable"));
                assertThat(client.heardByNow()).isZero();
            } finally {
                redis.start();
            }
            await().atMost(PATIENCE).until(() -> ask(client).path("ok").asBoolean());
            try (var bens = elsewhere(ben)) {
                var push = client.hear();
                while (push.path("online").asInt(-1) != 2) {
                    push = client.hear();
                }
                assertThat(push.path("push").asString()).isEqualTo("occupancy");
                assertThat(bens.ask("ping", "").path("ok").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void whatNobodyWatchesIsKeptInMindByNobody() {
        try (var client = subscribed(ana)) {
            watch(client);
            assertThat(shown("people")).isGreaterThanOrEqualTo(OTHERS);
        }
        await().atMost(PATIENCE).until(() -> shown("people") == 0 && shown("conversations") == 0);
    }

    private static double shown(String number) {
        return world.gateway
                .bean(MeterRegistry.class)
                .get("eventful.realtime.occupancy." + number)
                .gauge()
                .value();
    }
}
