package com.eventfulhq.gateway.realtime.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.chat.BusEntry;
import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who watches the list learns of what they do not watch. */
class ListIT {

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

    @Test
    void severalChangesAreOnePush() {
        var first = world.hub.talk(ana);
        var second = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            assertThat(client.watch("list").path("ok").asBoolean()).isTrue();
            // One publication per partition, so that both are here before the next tick, or both after it.
            world.say(first, "a");
            world.say(first, "b");
            world.say(second, "c");

            var changed = client.hear().path("changed");
            if (changed.size() == 1) {
                changed = client.hear().path("changed");
            }
            assertThat(changed.get(changed.size() - 1).path("epoch").asString()).isEqualTo("e1");
        }
    }

    @Test
    void aChangeShowsTheNewestMessage() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.watch("list");
            world.say(talk, "the newest");

            var change = client.hear().at("/changed/0");
            assertThat(change.path("conversation_id").asString()).isEqualTo(talk.id.toString());
            assertThat(change.path("last_ev").asLong()).isEqualTo(1);
            assertThat(change.path("last_message_no").asLong()).isEqualTo(1);
            assertThat(change.path("preview").asString()).isEqualTo("the newest");
        }
    }

    @Test
    void watchingAsksOnlyWhereTheConversationsStand() {
        var talk = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.watch("list");
            world.say(talk, "heard");

            assertThat(client.hear().at("/changed/0/last_ev").asLong()).isEqualTo(1);
            assertThat(world.hub.asked())
                    .contains(new ChatAsk.Heads(ana))
                    .doesNotContain(new ChatAsk.Roster(ana, null), new ChatAsk.Roster(ana, "c1"));
        }
    }

    @Test
    void whatIsWatchedItselfIsNotOnTheListToo() {
        var watched = world.hub.talk(ana);
        var other = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.watch("list");
            client.subscribe(watched.id);
            world.say(watched, "seen");
            world.say(other, "listed");

            assertThat(client.hear().path("push").asString()).isEqualTo("event");
            assertThat(client.hear().at("/changed/0/conversation_id").asString())
                    .isEqualTo(other.id.toString());
        }
    }

    @Test
    void readingOnOneDeviceIsToldToAllThatWatchTheList() {
        try (var phone = world.client(ana);
                var desk = world.client(ana);
                var another = world.client(ChatWorld.somebody())) {
            phone.watch("list");
            desk.watch("list");
            another.watch("list");
            var talk = world.hub.talk(ana);
            var frame = "{\"push\":\"list\",\"mine\":[{\"conversation_id\":\"" + talk.id + "\",\"unread\":0}]}";
            world.publish(ana.value(), BusEntry.user(ana.value(), frame.getBytes(UTF_8)));

            assertThat(phone.hear().at("/mine/0/unread").asInt(-1)).isZero();
            assertThat(desk.hear().at("/mine/0/unread").asInt(-1)).isZero();
            assertThat(another.heardByNow()).isZero();
        }
    }

    @Test
    void aConversationOneIsAddedToIsListedFromThenOn() {
        try (var client = world.client(ana)) {
            client.watch("list");
            var talk = world.hub.talk(ana);
            int before = world.hub.asked(ChatAsk.Roster.class).size();
            var frame = "{\"push\":\"list\",\"mine\":[{\"conversation_id\":\"" + talk.id + "\",\"role\":\"member\"}]}";
            world.publish(ana.value(), BusEntry.user(ana.value(), frame.getBytes(UTF_8)));
            client.hear();
            await().until(() -> world.hub.asked(ChatAsk.Roster.class).size() > before);
            await().until(() -> {
                world.say(talk, "hello");
                return client.heardByNow() > 0;
            });

            assertThat(client.hear().at("/changed/0/conversation_id").asString())
                    .isEqualTo(talk.id.toString());
        }
    }

    @Test
    void aConversationOneHasLeftIsListedNoMore() {
        var talk = world.hub.talk(ana);
        var other = world.hub.talk(ana);
        try (var client = world.client(ana)) {
            client.watch("list");
            var frame = "{\"push\":\"list\",\"mine\":[{\"conversation_id\":\"" + talk.id + "\",\"left\":true}]}";
            world.publish(ana.value(), BusEntry.user(ana.value(), frame.getBytes(UTF_8)));
            client.hear();
            world.say(talk, "unheard");
            world.say(other, "heard");

            var changed = client.hear().path("changed");
            assertThat(changed.size()).isEqualTo(1);
            assertThat(changed.at("/0/conversation_id").asString()).isEqualTo(other.id.toString());
        }
    }
}
