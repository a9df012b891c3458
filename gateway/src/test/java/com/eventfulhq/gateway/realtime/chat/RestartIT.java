package com.eventfulhq.gateway.realtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.gateway.realtime.Client;
import com.eventfulhq.infra.embedded.TestServers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** When a conversation cannot be gone on with where it was, whoever watches it is told to begin again. */
class RestartIT {

    private static ChatWorld world;

    private final UserId ana = ChatWorld.somebody();

    @BeforeAll
    static void start() {
        world = ChatWorld.start(Map.of(
                "eventful.chat.retry", "20ms", "eventful.chat.tries", "3", "eventful.chat.answer-timeout", "60s"));
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
    void aGapThatCannotBeClosedIsGivenUpAfterSomeTries() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            world.say(talk, "one");
            client.hearEv();
            world.hub.answerWith(500);
            talk.commit("lost");
            world.say(talk, "three");

            heardEnded(client, talk.id);
            assertThat(ranges(talk.id)).isEqualTo(3);
            world.hub.answerWith(200);
            assertThat(client.subscribe(talk.id, 1).path("events").size()).isEqualTo(2);
            world.say(talk, "four");
            assertThat(client.hearEv()).isEqualTo(4);
        }
    }

    @Test
    void whoWasRemovedInAGapThatIsGivenUpIsNotHeldOn() {
        var talk = world.hub.talk(ana, ChatWorld.somebody());
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            world.hub.answerWith(500);
            talk.leaves(ana);
            world.say(talk, "without her");
            heardEnded(client, talk.id);
            world.hub.answerWith(200);

            assertThat(client.subscribe(talk.id, 0).at("/error/code").asString())
                    .isEqualTo("not-found");
            world.say(talk, "private");
            assertThat(client.heardByNow()).isZero();
        }
    }

    @Test
    void whatIsNumberedAnewIsToldWithItsNextEvent() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            for (int i = 0; i < 5; i++) {
                world.say(talk, "before");
                client.hearEv();
            }
            talk.restore(2);
            long ev = world.say(talk, "after");
            world.publish(talk.id, BusEntry.top(talk.id, ev));

            heardEnded(client, talk.id);
            var opened = client.subscribe(talk.id, 5);
            assertThat(opened.at("/conversation/epoch").asString()).isEqualTo("e2");
            assertThat(opened.path("ev").asLong()).isEqualTo(3);
            world.say(talk, "goes on");
            assertThat(client.hearEv()).isEqualTo(4);
        }
    }

    @Test
    void whoWatchesOnlyTheListIsToldToLookAgainAndHearsWhatComes() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            for (int i = 0; i < 5; i++) {
                talk.commit("before");
            }
            client.watch("list");
            talk.restore(2);
            world.say(talk, "after");
            world.publish(talk.id, BusEntry.top(talk.id, 3));

            assertThat(client.hear().path("push").asString()).isEqualTo("lag");
            await().until(() -> {
                world.say(talk, "goes on");
                return client.heardByNow() > 0;
            });
            var changed = client.hear().at("/changed/0");
            assertThat(changed.path("epoch").asString()).isEqualTo("e2");
            assertThat(changed.path("last_ev").asLong()).isGreaterThan(3);
        }
    }

    @Test
    void aListIsAskedForUntilItIsKnownAgain() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.watch("list");
            world.hub.answerWith(500);
            var another = world.hub.talk(ana);
            var frame =
                    "{\"push\":\"list\",\"mine\":[{\"conversation_id\":\"" + another.id + "\",\"role\":\"member\"}]}";
            world.publish(ana.value(), BusEntry.user(ana.value(), frame.getBytes(UTF_8)));
            client.hear();
            await().until(() -> world.hub.asked(ChatAsk.Roster.class).stream()
                    .anyMatch(roster -> roster.user().equals(ana)));
            world.hub.answerWith(200);

            await().until(() -> {
                world.say(another, "hello");
                return client.heardByNow() > 0;
            });
            assertThat(client.hear().at("/changed/0/conversation_id").asString())
                    .isEqualTo(another.id.toString())
                    .isNotEqualTo(talk.id.toString());
        }
    }

    @Test
    void aBusThatRepeatsItselfOrIsLateMakesNobodyBeginAgain() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            for (int i = 0; i < 3; i++) {
                world.say(talk, "x");
                client.hearEv();
            }
            world.tell(talk, 1);
            world.tell(talk, 2);
            world.publish(talk.id, BusEntry.top(talk.id, 2));
            await().until(() -> world.hub.asked(ChatAsk.Tops.class).stream()
                    .anyMatch(tops -> tops.conversationIds().contains(talk.id)));
            world.say(talk, "goes on");

            assertThat(client.hearEv()).isEqualTo(4);
            assertThat(client.heardByNow()).isZero();
        }
    }

    @Test
    void whoWaitsForAnAnswerRepeatsOnceAnswersMayHaveBeenLost() throws Exception {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            var answer = client.askLater(
                    "send",
                    "\"conversation_id\":\"%s\",\"client_event_id\":\"%s\",\"content\":\"hello\""
                            .formatted(talk.id, UUID.randomUUID()));
            client.ask("ping", "");
            TestServers.get().redis().disconnectWatchers();

            assertThat(Client.answered(answer).at("/error/code").asString()).isEqualTo("no-answer");
        }
    }

    private static void heardEnded(Client client, UUID conversation) {
        var push = client.hear();
        assertThat(push.path("push").asString()).as("%s", push).isEqualTo("ended");
        assertThat(push.path("conversation_id").asString()).isEqualTo(conversation.toString());
        assertThat(push.path("code").asString()).isEqualTo("resync");
    }

    private static long ranges(UUID conversation) {
        return world.hub.asked(ChatAsk.Range.class).stream()
                .filter(range -> range.conversationId().equals(conversation))
                .count();
    }
}
