package com.eventfulhq.hub.chat.push;

import static com.eventfulhq.hub.chat.log.ChatsUnderTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.NotificationRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.hub.PublishedEvents;
import com.eventfulhq.hub.chat.log.ChatsUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Sinks;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfflinePushIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChatsUnderTest chats =
            new ChatsUnderTest("eventful.chat.push.delay=0s", "eventful.chat.push.every=100ms");
    private final PublishedEvents published = new PublishedEvents(chats.hub, Topics.NOTIFICATION_REQUESTS);
    private final UUID ana = chats.person();
    private final UUID ben = chats.person();
    private final UUID eve = chats.person();

    @AfterAll
    void stop() {
        published.close();
        chats.close();
    }

    private List<NotificationRequested> requests(UUID conversation, UUID user) {
        return published.records().stream()
                .map(heard -> Json.read(heard.data(), NotificationRequested.class))
                .filter(request -> conversation.equals(request.relatedEntityId())
                        && request.recipientUserId().value().equals(user))
                .toList();
    }

    private void awaitRequests(UUID conversation, UUID user, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(requests(conversation, user)).hasSize(count));
    }

    @Test
    void whoHasNotReadIsNotifiedAndWhoWroteIsNot() {
        var conversation = chats.conversation(ana, ben);
        chats.say(ana, conversation, "are you there?");

        awaitRequests(conversation, ben, 1);
        var request = requests(conversation, ben).getFirst();
        assertThat(request.templateName()).isEqualTo("chat_message");
        assertThat(request.variables())
                .containsEntry("preview", "are you there?")
                .containsEntry("sender", "Ana")
                .containsEntry("unread", "1");
        assertThat(requests(conversation, ana)).isEmpty();
    }

    @Test
    void nothingFurtherIsAskedForUntilItIsRead() {
        var conversation = chats.conversation(ana, ben);
        chats.say(ana, conversation, "one");
        awaitRequests(conversation, ben, 1);
        chats.say(ana, conversation, "two");
        // Whoever comes later is told of the same message, so that both have been looked at then.
        chats.one(ask(ana, "add", conversation, "user_ids", List.of(eve)));
        chats.say(ana, conversation, "three");
        awaitRequests(conversation, eve, 1);
        assertThat(requests(conversation, ben)).hasSize(1);

        chats.one(ask(ben, "read", conversation, "ev", 5));
        chats.say(ana, conversation, "four");
        awaitRequests(conversation, ben, 2);
        assertThat(requests(conversation, ben))
                .extracting(NotificationRequested::idempotencyKey)
                .doesNotHaveDuplicates();
    }

    @Test
    void whoHasMutedAConversationIsLeftAlone() {
        var conversation = chats.conversation(ana, ben, eve);
        chats.one(ask(ben, "mute", conversation, "until", "2100-01-01T00:00:00Z"));
        chats.say(ana, conversation, "hello");

        awaitRequests(conversation, eve, 1);
        assertThat(requests(conversation, ben)).isEmpty();
    }

    @Test
    void anotherLookAsksUnderTheSameKey() {
        var conversation = chats.conversation(ana, ben);
        chats.say(ana, conversation, "hello");
        awaitRequests(conversation, ben, 1);

        // As if the hub had died before it could mark what it had asked for.
        chats.hub.rows(
                "UPDATE communications.conversation_participants SET pushed_message_no = 0 WHERE conversation_id = ?::uuid RETURNING 1",
                conversation.toString());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(requests(conversation, ben)).hasSizeGreaterThan(1));
        assertThat(requests(conversation, ben).stream()
                        .map(NotificationRequested::idempotencyKey)
                        .distinct())
                .hasSize(1);
    }

    private boolean isMarked(UUID conversation, UUID user) {
        return chats.hub.count(
                        "SELECT pushed_message_no FROM communications.conversation_participants "
                                + "WHERE conversation_id = ?::uuid AND user_id = ?::uuid",
                        conversation.toString(),
                        user.toString())
                > 0;
    }

    @Test
    void whoseRowAWriterHoldsKeepsNobodyWaitingAndIsFoundLater() {
        var conversation = chats.conversation(ana, ben, eve);
        var release = Sinks.<Void>empty();
        var writer = chats.hold(
                "SELECT 1 FROM communications.conversation_participants WHERE conversation_id = $1 AND user_id = $2 FOR UPDATE",
                release.asMono(),
                conversation,
                ben);

        chats.say(ana, conversation, "hello");
        await().atMost(PATIENCE).until(() -> isMarked(conversation, eve));
        assertThat(isMarked(conversation, ben)).isFalse();

        release.tryEmitEmpty();
        writer.join();
        await().atMost(PATIENCE).until(() -> isMarked(conversation, ben));
    }

    @Test
    void idsOfMessagesAreFoundByTheirTime() {
        var id = com.github.f4b6a3.uuid.UuidCreator.getTimeOrderedEpochFast();
        var time = com.github.f4b6a3.uuid.util.UuidUtil.getInstant(id);

        assertThat(id.toString())
                .isGreaterThanOrEqualTo(OfflinePush.firstId(time).toString());
        assertThat(id.toString())
                .isLessThan(OfflinePush.firstId(time.plusMillis(1)).toString());
    }
}
