package com.eventfulhq.hub.chat.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What who opens a conversation is given, and what not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpensIT {

    private final Reading reading = new Reading();
    private final ChatRows rows = reading.rows;
    private final UserId ana = rows.user();
    private final UserId ben = rows.user();

    private JsonNode open(UserId user, UUID conversation, @Nullable String epoch, @Nullable Long ev) {
        return reading.one(new ChatAsk.Open(user, conversation, epoch, ev));
    }

    private String epoch(UUID conversation) {
        return rows.value(
                "SELECT epoch FROM communications.conversation_heads WHERE conversation_id = ?", conversation);
    }

    @Test
    void showsTheConversationAsItStands() {
        var talk = rows.conversation(ana, ben);
        rows.message(talk, ben, "hello");
        var last = rows.message(talk, ben, "there");
        rows.mentions(talk, ana, 2);

        var summary = open(ana, talk, null, null).path("conversation");

        assertThat(summary.path("title").stringValue()).isEqualTo("Talk");
        assertThat(summary.path("last_ev").longValue()).isEqualTo(3);
        assertThat(summary.path("unread").longValue()).isEqualTo(2);
        assertThat(summary.path("unread_mentions").longValue()).isEqualTo(1);
        assertThat(summary.path("role").stringValue()).isEqualTo("owner");
        assertThat(summary.at("/last_message/message_id").stringValue()).isEqualTo(last.toString());
        assertThat(summary.at("/last_message/preview").stringValue()).isEqualTo("there");
    }

    @Test
    void whoJustWroteHasNothingUnread() {
        var talk = rows.conversation(ana, ben);
        rows.message(talk, ben, "hello");

        assertThat(open(ben, talk, null, null).at("/conversation/unread").longValue())
                .isZero();
    }

    @Test
    void aDeletedLastMessageHasNoPreview() {
        var talk = rows.conversation(ana, ben);
        var message = rows.message(talk, ben, "secret");
        rows.run(
                "UPDATE communications.internal_messages SET is_deleted = true, deleted_at = now() WHERE message_id = '%s';",
                message);

        assertThat(open(ana, talk, null, null).toString()).doesNotContain("secret");
    }

    @Test
    void givesWhatWasMissedAsItWasPushed() {
        var talk = rows.conversation(ana, ben);
        rows.message(talk, ben, "one");
        rows.message(talk, ben, "two");

        var opened = open(ana, talk, epoch(talk), 1L);

        assertThat(Reading.numbers(opened.path("events"), "ev")).containsExactly(2L, 3L);
        assertThat(opened.path("ev").longValue()).isEqualTo(3);
        assertThat(opened.path("events").get(1).toString())
                .isEqualTo(rows.value(
                        "SELECT frame FROM communications.conversation_events WHERE conversation_id = ? AND ev = 3",
                        talk));
    }

    @Test
    void givesNoEventsToWhoHasNoPosition() {
        var talk = rows.conversation(ana, ben);

        assertThat(open(ana, talk, null, null).path("events").size()).isZero();
    }

    @Test
    void whoIsUpToDateIsGivenNone() {
        var talk = rows.conversation(ana, ben);

        var opened = open(ana, talk, epoch(talk), 1L);

        assertThat(opened.has("limited")).isFalse();
        assertThat(opened.path("events").isEmpty()).isTrue();
    }

    @Test
    void anotherEpochIsLost() {
        var talk = rows.conversation(ana, ben);
        rows.message(talk, ben, "one");

        var opened = open(ana, talk, UUID.randomUUID().toString(), 2L);

        assertThat(opened.path("limited").toString()).isEqualTo("{\"from\":1,\"to\":2}");
        assertThat(opened.has("events")).isFalse();
    }

    @Test
    void anEpochThatIsNoneIsLost() {
        var talk = rows.conversation(ana, ben);

        assertThat(open(ana, talk, "yesterday", 1L).has("limited")).isTrue();
    }

    @Test
    void aPositionThatWasNeverReachedIsLost() {
        var talk = rows.conversation(ana, ben);

        assertThat(open(ana, talk, epoch(talk), 7L).path("limited").toString()).isEqualTo("{\"from\":1,\"to\":1}");
    }

    @Test
    void moreThanTwoHundredAreLimited() {
        var talk = rows.conversation(ana, ben);
        rows.run(rows.event(talk, ben, "archived", "null", "").repeat(201));

        assertThat(open(ana, talk, epoch(talk), 1L).path("limited").toString()).isEqualTo("{\"from\":2,\"to\":202}");
        assertThat(open(ana, talk, epoch(talk), 2L).path("events").size()).isEqualTo(200);
    }

    @Test
    void tooManyBytesAreLimited() {
        var talk = rows.conversation(ana, ben);
        IntStream.range(0, 14).forEach(i -> rows.message(talk, ben, "x".repeat(15_000)));

        assertThat(open(ana, talk, epoch(talk), 1L).path("limited").toString()).isEqualTo("{\"from\":2,\"to\":15}");
        assertThat(open(ana, talk, epoch(talk), 4L).path("events").size()).isEqualTo(11);
    }

    @Test
    void listsWhoTakesPart() {
        var talk = rows.conversation(ana, ben, rows.user());

        var participants = open(ben, talk, null, null).path("participants");

        assertThat(participants.size()).isEqualTo(3);
        assertThat(participants.get(0).propertyNames())
                .containsExactly("user_id", "role", "joined_at", "read_ev", "delivered_ev");
    }

    @Test
    void ofManyOnlyTheCallerAndTheAdministratorsAreListed() {
        var people = IntStream.range(0, 101).mapToObj(i -> rows.user()).toArray(UserId[]::new);
        var crowd = rows.conversation(people);

        var asMember = open(people[50], crowd, null, null);

        assertThat(asMember.path("participants").valueStream().map(node -> node.path("user_id")
                        .stringValue()))
                .containsExactly(people[0].toString(), people[50].toString());
        assertThat(asMember.path("participant_count").intValue()).isEqualTo(101);
        assertThat(open(people[0], crowd, null, null).path("participants").size())
                .isEqualTo(1);
    }

    @Test
    void manyAreAnsweredInTheirOrderThoughTheyShareRooms() {
        var first = rows.conversation(ana, ben);
        var second = rows.conversation(ben, ana);
        var asks = new ArrayList<ChatAsk>();
        for (int i = 0; i < 150; i++) {
            asks.add(new ChatAsk.Open(i % 2 == 0 ? ana : ben, i % 3 == 0 ? second : first, null, null));
        }

        var answers = reading.ask(asks.toArray(ChatAsk[]::new));

        for (int i = 0; i < 150; i++) {
            assertThat(answers.get(i).at("/conversation/conversation_id").stringValue())
                    .isEqualTo((i % 3 == 0 ? second : first).toString());
            assertThat(answers.get(i).path("participants").size()).isEqualTo(2);
        }
    }

    @Test
    void outsidersAndWhoHasLeftAreToldThatThereIsNothing() {
        var talk = rows.conversation(ana, ben);
        rows.leaves(talk, ben);

        var answers = reading.ask(
                new ChatAsk.Open(rows.user(), talk, null, 0L),
                new ChatAsk.Open(ana, talk, null, null),
                new ChatAsk.Open(ben, talk, null, 0L),
                new ChatAsk.Open(ana, UUID.randomUUID(), null, 0L));

        assertThat(answers.stream().map(Reading::code))
                .isEqualTo(List.of("not-found", "none", "not-found", "not-found"));
    }

    @Test
    void aConversationThatWasDeletedIsNotThere() {
        var talk = rows.conversation(ana, ben);
        rows.run(
                "UPDATE communications.internal_conversations SET is_deleted = true, deleted_at = now() WHERE conversation_id = '%s';",
                talk);

        assertThat(Reading.code(open(ana, talk, null, null))).isEqualTo("not-found");
    }
}
