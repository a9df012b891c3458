package com.eventfulhq.gateway.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.gateway.realtime.Client;
import com.eventfulhq.infra.embedded.TestServers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** No hole, no repeat, whatever the bus does. */
class RoomsIT {

    private static ChatWorld world;

    private final UserId ana = ChatWorld.somebody();
    private final UserId ben = ChatWorld.somebody();

    @BeforeAll
    static void start() {
        world = ChatWorld.start(Map.of("eventful.chat.slice", "2", "eventful.redis.retry-max", "200ms"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void letTheHubSpeak() {
        world.hub.release();
    }

    @Test
    void whatIsCommittedIsPushedByteForByte() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            world.say(talk, "caf\\u00e9");

            assertThat(client.hear().at("/message/content").asString()).isEqualTo("caf\u00e9");
        }
    }

    @Test
    void openedBringsWhatWasMissedAndPushesGoOnFromThere() {
        var talk = world.hub.talk(ana);
        IntStream.range(0, 5).forEach(i -> talk.commit("early"));
        try (var client = world.client(ana)) {
            var opened = client.subscribe(talk.id, 3);
            world.say(talk, "late");

            assertThat(evs(opened)).containsExactly(4L, 5L);
            assertThat(opened.path("ev").asLong()).isEqualTo(5);
            assertThat(client.hearEv()).isEqualTo(6);
        }
    }

    @Test
    void whatIsSaidWhileTheHubAnswersIsNeitherLostNorRepeated() {
        var talk = world.hub.talk(ana);
        talk.commit("one");
        try (var client = world.client(ana)) {
            world.hub.hold();
            var answer = client.askLater("subscribe", "\"conversation_id\":\"" + talk.id + "\",\"ev\":0");
            await().until(() -> !asked(talk).isEmpty());
            world.tell(talk, 1);
            world.say(talk, "two");
            world.say(talk, "three");
            world.hub.release();

            assertThat(evs(Client.answered(answer))).containsExactly(1L);
            assertThat(client.hearEv()).isEqualTo(2);
            assertThat(client.hearEv()).isEqualTo(3);
            assertThat(client.heardByNow()).isZero();
        }
    }

    @Test
    void whoComesToARoomThatIsFartherThanTheHubReadIsNotLeftWithAHole() {
        var talk = world.hub.talk(ana, ben);
        try (var first = world.client(ana);
                var second = world.client(ben)) {
            first.subscribe(talk.id);
            world.say(talk, "one");
            first.hearEv();
            world.hub.hold();
            var answer = second.askLater("subscribe", "\"conversation_id\":\"" + talk.id + "\",\"ev\":0");
            await().until(() -> asked(talk).size() == 2);
            world.say(talk, "two");
            first.hearEv();
            world.hub.release();

            assertThat(evs(Client.answered(answer))).containsExactly(1L);
            assertThat(second.hearEv()).isEqualTo(2);
        }
    }

    @Test
    void aHubThatIsBehindTheRoomIsNotBelieved() {
        var talk = world.hub.talk(ana, ben);
        try (var first = world.client(ana);
                var second = world.client(ben)) {
            first.subscribe(talk.id);
            world.publish(talk.id, BusEntry.event(talk.id, 1, talk.unknownToTheHub()));
            first.hearEv();

            assertThat(second.subscribe(talk.id).at("/error/code").asString()).isEqualTo("unavailable");
        }
    }

    @Test
    void theSameTwiceIsSaidOnce() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            world.say(talk, "one");
            world.tell(talk, 1);
            world.tell(talk, 1);
            world.say(talk, "two");

            assertThat(client.hearEv()).isEqualTo(1);
            assertThat(client.hearEv()).isEqualTo(2);
            assertThat(client.heardByNow()).isZero();
        }
    }

    @Test
    void whatTheBusHasLostIsFetchedBeforeTheNextIsSaid() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            talk.commit("lost");
            talk.commit("lost too");
            world.say(talk, "three");

            assertThat(heard(client, 3)).containsExactly(1L, 2L, 3L);
            assertThat(world.counted("eventful.chat.repaired")).isPositive();
        }
    }

    @Test
    void whatComesInDisorderIsSaidInOrder() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            IntStream.range(0, 4).forEach(i -> talk.commit("x"));
            world.hub.hold();
            world.tell(talk, 3);
            world.tell(talk, 2, 4);
            world.tell(talk, 1);

            assertThat(heard(client, 4)).containsExactly(1L, 2L, 3L, 4L);
            world.hub.release();
            world.say(talk, "five");
            assertThat(client.hearEv()).isEqualTo(5);
        }
    }

    @Test
    void aLongGapIsClosedPieceByPiece() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            IntStream.range(0, 500).forEach(i -> talk.commit("x"));
            world.tell(talk, 500);

            assertThat(heard(client, 500))
                    .isEqualTo(IntStream.rangeClosed(1, 500)
                            .mapToObj(i -> (long) i)
                            .toList());
        }
    }

    @Test
    void aLostTailIsFetchedWhenTheNumberIsTold() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            talk.commit("lost");
            world.publish(talk.id, BusEntry.top(talk.id, 1));

            assertThat(client.hearEv()).isEqualTo(1);
        }
    }

    @Test
    void whatWasSaidWhileRedisWasAwayIsFetchedWhenItIsBack() throws IOException {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            TestServers.get().redis().stop();
            talk.commit("lost");
            TestServers.get().redis().start();

            assertThat(client.hearEv()).isEqualTo(1);
        }
    }

    @Test
    void aFullRoomHearsEverythingInOrderThoughItIsToldInSlices() {
        var talk = world.hub.talk(ana);
        var clients = IntStream.range(0, 9).mapToObj(i -> world.client(ana)).toList();
        try {
            clients.forEach(client -> client.subscribe(talk.id));
            IntStream.range(0, 20).forEach(i -> world.say(talk, "x"));

            var all = IntStream.rangeClosed(1, 20).mapToObj(i -> (long) i).toList();
            assertThat(clients)
                    .allSatisfy(client -> assertThat(heard(client, 20)).isEqualTo(all));
        } finally {
            clients.forEach(Client::close);
        }
    }

    @Test
    void whoLeavesHearsThatLastAndTheOthersGoOn() {
        var talk = world.hub.talk(ana, ben);
        try (var goes = world.client(ana);
                var stays = world.client(ben)) {
            goes.subscribe(talk.id);
            stays.subscribe(talk.id);
            long ev = talk.leaves(ana);
            world.publish(talk.id, BusEntry.event(talk.id, ev, talk.frame(ev)), BusEntry.left(ana.value(), talk.id));
            world.say(talk, "without her");

            assertThat(goes.hear().path("kind").asString()).isEqualTo("left");
            assertThat(heard(stays, 2)).containsExactly(1L, 2L);
            assertThat(goes.heardByNow()).isZero();
        }
    }

    @Test
    void whoLeftWhileTheBusWasSilentHearsNothingBeyond() {
        var talk = world.hub.talk(ana, ben);
        try (var goes = world.client(ana);
                var stays = world.client(ben)) {
            goes.subscribe(talk.id);
            stays.subscribe(talk.id);
            talk.commit("lost");
            talk.leaves(ana);
            world.say(talk, "without her");

            assertThat(heard(stays, 3)).containsExactly(1L, 2L, 3L);
            assertThat(heard(goes, 2)).containsExactly(1L, 2L);
            assertThat(goes.heardByNow()).isZero();
        }
    }

    @Test
    void afterUnsubscribingNothingIsHeard() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            client.ask("unsubscribe", "\"conversation_id\":\"" + talk.id + "\"");
            world.say(talk, "unheard");

            assertThat(client.heardByNow()).isZero();
        }
    }

    @Test
    void aConversationOfOthersDoesNotExist() {
        var talk = world.hub.talk(ben);
        try (var client = world.client(ana)) {
            assertThat(client.subscribe(talk.id).at("/error/code").asString()).isEqualTo("not-found");
            world.say(talk, "private");
            assertThat(client.heardByNow()).isZero();
        }
    }

    @Test
    void typingIsToldToTheOthersAndEndsByItself() {
        var talk = world.hub.talk(ana, ben);
        try (var types = world.client(ana);
                var sees = world.client(ben)) {
            types.subscribe(talk.id);
            sees.subscribe(talk.id);
            var typing = "\"conversation_id\":\"" + talk.id + "\"";
            types.ask("typing", typing);
            types.ask("typing", typing);

            assertThat(sees.hear().path("typing").asBoolean()).isTrue();
            assertThat(sees.hear().path("typing").asBoolean()).isFalse();
            assertThat(types.heardByNow()).isZero();
        }
    }

    @Test
    void typingOfWhoMerelyTriesToSubscribeIsToldToNobody() {
        var talk = world.hub.talk(ben);
        try (var stranger = world.client(ana);
                var sees = world.client(ben)) {
            sees.subscribe(talk.id);
            var conversation = "\"conversation_id\":\"" + talk.id + "\"";
            var subscribing = stranger.askLater("subscribe", conversation);

            assertThat(stranger.ask("typing", conversation).at("/error/code").asString())
                    .isEqualTo("conflict");
            assertThat(Client.answered(subscribing).at("/error/code").asString())
                    .isEqualTo("not-found");
            assertThat(sees.heardByNow()).isZero();
        }
    }

    @Test
    void aReaderThatWasTooSlowIsToldToPullAndGoesOnFromThere() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.subscribe(talk.id);
            client.deafen();
            var large = "x".repeat(50_000);
            IntStream.range(0, 400).forEach(i -> world.say(talk, large));
            client.readOn();

            world.say(talk, "the last");

            // What is still under way when the reader has room again follows the notice, or makes for another.
            long applied = 0;
            int lags = 0;
            while (applied < 401) {
                var next = client.hear();
                long ev = next.path("ev").asLong();
                if (next.path("push").asString().equals("lag")) {
                    assertThat(next.path("conversation_id").asString()).isEqualTo(talk.id.toString());
                    assertThat(ev).isGreaterThan(applied);
                    lags++;
                } else {
                    assertThat(ev).isEqualTo(applied + 1);
                }
                applied = ev;
            }
            assertThat(lags).isPositive();
        }
    }

    @Test
    void aSlowReaderWhoOpensFiftyLargeRoomsGetsEverything() {
        var talks = IntStream.range(0, 50).mapToObj(i -> large(ana)).toList();
        try (var client = world.client(ana)) {
            client.deafen();
            var answers = new ArrayList<CompletableFuture<JsonNode>>();
            for (int i = 0; i < 2; i++) {
                for (var talk : talks) {
                    answers.add(client.askLater("subscribe", "\"conversation_id\":\"" + talk.id + "\",\"ev\":0"));
                }
            }
            await().during(Duration.ofSeconds(1)).until(() -> true);
            client.readOn();

            assertThat(answers).allSatisfy(answer -> assertThat(evs(Client.answered(answer)))
                    .containsExactly(1L, 2L, 3L, 4L));
        }
    }

    /** Of as much as one answer may bring. */
    private static StandInHub.Talk large(UserId member) {
        var talk = world.hub.talk(member);
        var content = "x".repeat(ChatAsk.MOST_BYTES / 4);
        IntStream.range(0, 4).forEach(i -> talk.commit(content));
        return talk;
    }

    private static List<ChatAsk.Open> asked(StandInHub.Talk talk) {
        return world.hub.asked(ChatAsk.Open.class).stream()
                .filter(open -> open.conversationId().equals(talk.id))
                .toList();
    }

    private static List<Long> evs(JsonNode opened) {
        var evs = new ArrayList<Long>();
        opened.path("events").forEach(event -> evs.add(event.path("ev").asLong()));
        return evs;
    }

    private static List<Long> heard(Client client, int count) {
        return IntStream.range(0, count).mapToObj(i -> client.hearEv()).toList();
    }
}
