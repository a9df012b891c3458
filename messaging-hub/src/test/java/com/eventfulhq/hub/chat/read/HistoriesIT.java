package com.eventfulhq.hub.chat.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is paged, searched and looked up in one conversation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoriesIT {

    private final Reading reading = new Reading();
    private final ChatRows rows = reading.rows;
    private final UserId ana = rows.user();
    private final UserId ben = rows.user();
    private UUID talk = new UUID(0, 0);

    @BeforeAll
    void twentyMessages() {
        talk = rows.conversation(ana, ben);
        IntStream.rangeClosed(1, 20).forEach(i -> rows.message(talk, ben, "message number " + i));
    }

    private JsonNode history(
            @Nullable Long before, @Nullable Long after, @Nullable Long around, @Nullable Long ev, int limit) {
        return reading.one(new ChatAsk.History(ana, talk, before, after, around, ev, limit));
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Long.valueOf(text);
    }

    @ParameterizedTest
    @CsvSource({
        // before, after, around, limit; first, last, has before, has after
        ",,,5,16,20,true,false",
        ",,,50,1,20,false,false",
        "16,,,5,11,15,true,true",
        "4,,,5,1,3,false,true",
        "999,,,5,16,20,true,false",
        ",3,,5,4,8,true,true",
        ",0,,5,1,5,false,true",
        ",18,,5,19,20,true,false",
        ",,10,5,8,12,true,true",
        ",,1,5,1,5,false,true",
        ",,20,5,18,20,true,false"
    })
    void pagesBothWaysAndAround(
            @Nullable String before,
            @Nullable String after,
            @Nullable String around,
            int limit,
            long first,
            long last,
            boolean hasBefore,
            boolean hasAfter) {
        var page = history(number(before), number(after), number(around), null, limit);

        assertThat(Reading.numbers(page.path("messages"), "message_no"))
                .isEqualTo(java.util.stream.LongStream.rangeClosed(first, last)
                        .boxed()
                        .toList());
        assertThat(page.path("has_before").booleanValue()).isEqualTo(hasBefore);
        assertThat(page.path("has_after").booleanValue()).isEqualTo(hasAfter);
        assertThat(page.path("ev").longValue()).isEqualTo(21);
    }

    @Test
    void pastTheEndIsAnEmptyPage() {
        var page = history(null, 20L, null, null, 5);

        assertThat(page.path("messages").isEmpty()).isTrue();
        assertThat(page.path("has_before").booleanValue()).isTrue();
        assertThat(page.path("has_after").booleanValue()).isFalse();
    }

    @Test
    void eventsFollowANumber() {
        var page = history(null, null, null, 18L, 2);

        assertThat(Reading.numbers(page.path("events"), "ev")).containsExactly(19L, 20L);
        assertThat(page.path("ev").longValue()).isEqualTo(20);
        assertThat(page.path("more").booleanValue()).isTrue();
    }

    @Test
    void afterTheLastEventThereIsNothingMore() {
        assertThat(history(null, null, null, 21L, 2).toString()).isEqualTo("{\"events\":[],\"ev\":21,\"more\":false}");
    }

    @Test
    void ofTooManyBytesThoseNearestAreGiven() {
        var large = rows.conversation(ana, ben);
        IntStream.range(0, 30).forEach(i -> rows.message(large, ben, "x".repeat(15_000)));

        var newest = Reading.numbers(
                reading.one(new ChatAsk.History(ana, large, null, null, null, null, 30))
                        .path("messages"),
                "message_no");
        var oldest = Reading.numbers(
                reading.one(new ChatAsk.History(ana, large, null, 0L, null, null, 30))
                        .path("messages"),
                "message_no");

        assertThat(newest).endsWith(29L, 30L).hasSizeBetween(10, 14);
        assertThat(oldest).startsWith(1L, 2L).hasSizeBetween(10, 14);
    }

    @Test
    void aMessageIsShownAsItStands() {
        var room = rows.conversation(ana, ben);
        var message = rows.message(room, ben, "hello");
        rows.run("""
                INSERT INTO communications.message_reactions (message_id, user_id, reaction) VALUES
                ('%1$s', '%2$s', 'like"'), ('%1$s', '%3$s', 'like"'), ('%1$s', '%3$s', 'wow');
                """, message, ana, ben);

        var shown = reading.one(new ChatAsk.History(ana, room, null, null, null, null, 1))
                .at("/messages/0");

        assertThat(shown.path("content").stringValue()).isEqualTo("hello");
        assertThat(shown.path("pinned").booleanValue()).isFalse();
        assertThat(shown.has("deleted")).isFalse();
        assertThat(shown.path("reactions").valueStream().map(Object::toString))
                .containsExactlyInAnyOrder(
                        "{\"reaction\":\"like\\\"\",\"count\":2,\"mine\":true}",
                        "{\"reaction\":\"wow\",\"count\":1,\"mine\":false}");
    }

    @Test
    void ofADeletedMessageOnlyItsPlaceIsShown() {
        var room = rows.conversation(ana, ben);
        var message = deleted(room, "secret plan");

        var page = reading.one(new ChatAsk.History(ana, room, null, null, null, null, 1));

        assertThat(page.at("/messages/0/message_id").stringValue()).isEqualTo(message.toString());
        assertThat(page.at("/messages/0/deleted").booleanValue()).isTrue();
        assertThat(page.toString()).doesNotContain("secret");
    }

    private UUID deleted(UUID room, String text) {
        var message = rows.message(room, ben, text);
        rows.run(
                "UPDATE communications.internal_messages SET is_deleted = true, deleted_at = now() WHERE message_id = '%s';",
                message);
        return message;
    }

    private List<String> found(UserId user, String q, @Nullable UUID conversation) {
        return reading.one(new ChatAsk.Search(user, q, conversation, 50, null))
                .path("messages")
                .valueStream()
                .map(message -> message.path("content").stringValue())
                .toList();
    }

    @Test
    void searchFindsWordsOfOwnConversationsTheNewestFirst() {
        var room = rows.conversation(ana, ben);
        rows.message(room, ben, "the Zeppelin lands");
        rows.message(room, ben, "a zeppelin starts");
        rows.message(rows.conversation(ben), ben, "another zeppelin");

        assertThat(found(ana, "zeppelin", null)).containsExactly("a zeppelin starts", "the Zeppelin lands");
        assertThat(found(ana, "zeppelin -lands", null)).containsExactly("a zeppelin starts");
        assertThat(found(ana, "zeppelin", talk)).isEmpty();
    }

    @Test
    void searchFindsNothingDeleted() {
        deleted(talk, "forgotten treasure");

        assertThat(found(ana, "treasure", null)).isEmpty();
    }

    /** The id of a conversation as a word of a message in another one opens neither. */
    @Test
    void aMessageThatNamesAnotherConversationIsNotInIt() {
        var room = rows.conversation(ana);
        rows.message(rows.conversation(ben), ben, "submarine " + room);

        assertThat(found(ana, "submarine", null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'!!'", "''':*|&'", "'\\\\'"})
    void whatHasNoWordFindsNothing(String q) {
        assertThat(found(ana, q, null)).isEmpty();
    }

    @Test
    void searchPagesGiveEachMessageOnce() {
        var room = rows.conversation(ana, ben);
        IntStream.range(0, 5).forEach(i -> rows.message(room, ben, "balloon " + i));

        var first = reading.one(new ChatAsk.Search(ana, "balloon", null, 3, null));
        var second = reading.one(
                new ChatAsk.Search(ana, "balloon", null, 3, first.path("cursor").stringValue()));

        assertThat(first.path("messages").size()).isEqualTo(3);
        assertThat(Reading.numbers(second.path("messages"), "message_no")).containsExactly(2L, 1L);
        assertThat(second.has("cursor")).isFalse();
    }

    @Test
    void participantsComeInPages() {
        var people = IntStream.range(0, 150).mapToObj(i -> rows.user()).toArray(UserId[]::new);
        var crowd = rows.conversation(people);

        var first = reading.one(new ChatAsk.Participants(people[3], crowd, null));
        var second = reading.one(
                new ChatAsk.Participants(people[3], crowd, first.path("cursor").stringValue()));

        assertThat(first.path("participants").size()).isEqualTo(100);
        assertThat(second.path("participants").size()).isEqualTo(50);
        assertThat(second.has("cursor")).isFalse();
    }

    @Test
    void anUneditedMessageHasOneVersion() {
        var message = rows.message(rows.conversation(ben, ana), ben, "first");
        var room = UUID.fromString(rows.value(
                "SELECT conversation_id FROM communications.internal_messages WHERE message_id = ?", message));

        assertThat(reading.one(new ChatAsk.Edits(ana, room, message))
                        .at("/versions/0/content")
                        .stringValue())
                .isEqualTo("first");
    }

    @Test
    void anEditedMessageShowsAllItHasSaid() {
        var room = rows.conversation(ana, ben);
        var message = rows.message(room, ben, "first");
        rows.run("""
                INSERT INTO communications.message_edits VALUES ('%1$s', 1, 'first', now(), '%2$s'), ('%1$s', 2, 'second', now(), '%2$s');
                """, message, ben);

        var versions = reading.one(new ChatAsk.Edits(ana, room, message)).path("versions");

        assertThat(versions.valueStream().map(version -> version.path("content").stringValue()))
                .containsExactly("first", "second");
    }

    @Test
    void aDeletedMessageHasNoVersions() {
        var room = rows.conversation(ana, ben);

        assertThat(Reading.code(reading.one(new ChatAsk.Edits(ana, room, deleted(room, "gone")))))
                .isEqualTo("not-found");
    }

    /** Every ask about a conversation, by somebody who never took part, and by somebody who does no longer. */
    @Test
    void outsidersAreToldThatThereIsNothing() {
        var room = rows.conversation(ana, ben);
        var message = rows.message(room, ana, "quicksilver");
        rows.leaves(room, ben);

        for (var outsider : List.of(rows.user(), ben)) {
            var answers = reading.ask(
                    new ChatAsk.Open(outsider, room, null, 0L),
                    new ChatAsk.History(outsider, room, null, null, null, null, 10),
                    new ChatAsk.History(outsider, room, null, null, null, 0L, 10),
                    new ChatAsk.Search(outsider, "quicksilver", room, 10, null),
                    new ChatAsk.Participants(outsider, room, null),
                    new ChatAsk.Edits(outsider, room, message));

            assertThat(answers.stream().map(Reading::code))
                    .containsOnly("not-found")
                    .hasSize(6);
            assertThat(found(outsider, "quicksilver", null)).isEmpty();
        }
    }
}
