package com.eventfulhq.hub.chat.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What nodes ask for themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeAsksIT {

    private final Reading reading = new Reading();
    private final ChatRows rows = reading.rows;
    private final UserId ana = rows.user();

    @Test
    void aRangeIsGivenInOrderBothEndsIncluded() {
        var talk = rows.conversation(ana);
        IntStream.range(0, 5).forEach(i -> rows.message(talk, ana, "m" + i));

        var events = reading.one(new ChatAsk.Range(talk, 2, 4)).path("events");

        assertThat(Reading.numbers(events, "ev")).containsExactly(2L, 3L, 4L);
        assertThat(events.get(2).path("frame").toString())
                .isEqualTo(rows.value(
                        "SELECT frame FROM communications.conversation_events WHERE conversation_id = ? AND ev = 4",
                        talk));
    }

    @Test
    void ofTooManyBytesTheFirstAreGiven() {
        var talk = rows.conversation(ana);
        IntStream.range(0, 20).forEach(i -> rows.message(talk, ana, "x".repeat(15_000)));

        assertThat(Reading.numbers(reading.one(new ChatAsk.Range(talk, 2, 21)).path("events"), "ev"))
                .startsWith(2L, 3L)
                .hasSizeBetween(10, 13);
    }

    @Test
    void rangesOfWhatIsNotThereAreEmptyAndTheOthersAreNot() {
        var talk = rows.conversation(ana);

        var answers = reading.ask(
                new ChatAsk.Range(UUID.randomUUID(), 1, 9),
                new ChatAsk.Range(talk, 1, 9),
                new ChatAsk.Range(talk, 9, 1));

        assertThat(answers.stream().map(answer -> answer.path("events").size())).containsExactly(0, 1, 0);
    }

    @Test
    void topsComeInTheOrderAsked() {
        var one = rows.conversation(ana);
        var three = rows.conversation(ana);
        rows.message(three, ana, "a");
        rows.message(three, ana, "b");

        var answers = reading.ask(
                new ChatAsk.Tops(List.of(three, UUID.randomUUID(), one, three)), new ChatAsk.Tops(List.of()));

        assertThat(answers.stream().map(Object::toString)).containsExactly("{\"tops\":[3,0,1,3]}", "{\"tops\":[]}");
    }
}
