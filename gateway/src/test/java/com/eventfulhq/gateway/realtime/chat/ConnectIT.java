package com.eventfulhq.gateway.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.gateway.RunningGateway;
import com.eventfulhq.gateway.realtime.Client;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One round trip from the token to everything that was missed. */
class ConnectIT {

    private static ChatWorld world;

    private final UserId ana = ChatWorld.somebody();

    @BeforeAll
    static void start() {
        world = ChatWorld.start(Map.of());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void letTheHubSpeak() {
        world.hub.answerWith(200);
    }

    @Test
    void isToldWhoItIsAndWhatIsExpectedOfIt() {
        try (var client = Client.open(world.uri())) {
            var answer = client.connect(ChatWorld.token(ana));

            assertThat(answer.path("user_id").asString()).isEqualTo(ana.toString());
            assertThat(answer.path("ping_ms").asLong()).isEqualTo(25_000);
            assertThat(answer.path("max_frame").asLong()).isEqualTo(65_536);
            assertThat(answer.path("server_time").asString()).endsWith("Z");
            assertThat(answer.has("list")).isFalse();
        }
    }

    @Test
    void resumesItsConversationsAndItsListWithOneAnswer() {
        var first = world.hub.talk(ana);
        var second = world.hub.talk(ana);
        first.commit("missed");
        try (var client = Client.open(world.uri())) {
            var answer = client.ask(
                    "connect",
                    "\"token\":\"" + ChatWorld.token(ana) + "\",\"resume\":{\"cursor\":\"c0\",\"conversations\":["
                            + place(first.id) + "," + place(UUID.randomUUID()) + "," + place(second.id) + "]}");
            world.say(first, "live");
            world.say(second, "live too");

            assertThat(answer.at("/list/cursor").asString()).isEqualTo("c1");
            assertThat(answer.at("/conversations/0/events/0/message/content").asString())
                    .isEqualTo("missed");
            assertThat(answer.at("/conversations/1/error/code").asString()).isEqualTo("not-found");
            assertThat(answer.at("/conversations/2/ev").asLong(-1)).isZero();
            assertThat(client.hearEv()).isEqualTo(2);
            assertThat(client.hearEv()).isEqualTo(1);
        }
    }

    @Test
    void fiftyConversationsAreAskedForTogether() {
        var places = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            places.append(i == 0 ? "" : ",").append(place(world.hub.talk(ana).id));
        }
        int before = world.hub.sizes().size();
        try (var client = Client.open(world.uri())) {
            var answer = client.ask(
                    "connect",
                    "\"token\":\"" + ChatWorld.token(ana) + "\",\"resume\":{\"conversations\":[" + places + "]}");

            assertThat(answer.path("conversations").size()).isEqualTo(50);
            assertThat(world.hub.sizes().size() - before).isLessThanOrEqualTo(17);
        }
    }

    @Test
    void whatIsSaidRightBehindTheTokenIsMeantForWhoItNames() {
        var talk = world.hub.talk(ana);
        try (var client = Client.open(world.uri())) {
            var connect = client.askLater("connect", "\"token\":\"" + ChatWorld.token(ana) + "\"");
            var subscribe = client.askLater("subscribe", "\"conversation_id\":\"" + talk.id + "\"");

            assertThat(Client.answered(connect).path("ok").asBoolean()).isTrue();
            assertThat(Client.answered(subscribe).path("ok").asBoolean()).isTrue();
        }
    }

    @Test
    void aTokenWithoutChatEndsTheSubscriptionsThatNeedIt() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            client.watch("list");
            client.connect(RunningGateway.TOKENS.user(ana, null));
            world.say(talk, "unheard");

            var conversation = client.hear();
            assertThat(conversation.path("push").asString()).isEqualTo("ended");
            assertThat(conversation.path("conversation_id").asString()).isEqualTo(talk.id.toString());
            assertThat(conversation.path("code").asString()).isEqualTo("insufficient-scope");
            assertThat(client.hear().path("channel").asString()).isEqualTo("list");
            assertThat(client.heardByNow()).isZero();
        }
    }

    @Test
    void aTokenThatAllowsAsMuchEndsNothing() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            client.connect(ChatWorld.token(ana));
            world.say(talk, "heard");

            assertThat(client.hearEv()).isEqualTo(1);
        }
    }

    @Test
    void isToldAMinuteBeforeTheTokenEnds() {
        var token = RunningGateway.TOKENS.userFor(Duration.ofSeconds(67), ana, null, Scopes.CHAT);
        try (var client = Client.connected(world.uri(), token)) {
            var push = client.hear();

            assertThat(push.path("push").asString()).isEqualTo("auth.expiring");
            assertThat(push.path("in_ms").asLong()).isBetween(1L, 65_000L);
        }
    }

    @Test
    void whatTheHubIsAskedComesBackAsItIs() {
        try (var client = world.client(ana)) {
            var answer = client.ask("history", "\"conversation_id\":\"" + UUID.randomUUID() + "\",\"limit\":7");

            assertThat(answer.path("limit").asInt()).isEqualTo(7);
            assertThat(world.hub.asked(ChatAsk.History.class))
                    .anyMatch(asked -> asked.user().equals(ana));
        }
    }

    @Test
    void aHubThatFailsIsUnavailableAndTheConnectionLives() {
        world.hub.answerWith(500);
        try (var client = world.client(ana)) {
            var answer = client.ask("history", "\"conversation_id\":\"" + UUID.randomUUID() + "\"");

            assertThat(answer.at("/error/code").asString()).isEqualTo("unavailable");
            assertThat(answer.at("/error/retryable").asBoolean()).isTrue();
            assertThat(client.ask("ping", "").path("ok").asBoolean()).isTrue();
        }
    }

    private static String place(UUID conversation) {
        return "{\"conversation_id\":\"" + conversation + "\",\"epoch\":\"e1\",\"ev\":0}";
    }
}
