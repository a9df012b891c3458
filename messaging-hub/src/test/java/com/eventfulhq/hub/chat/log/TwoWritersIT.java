package com.eventfulhq.hub.chat.log;

import static com.eventfulhq.hub.chat.log.ChatsUnderTest.ask;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two hubs write the same conversations at once, as while partitions change hands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoWritersIT {

    private static final int BATCHES = 40;

    private final ChatsUnderTest chats = new ChatsUnderTest("eventful.chat.rates.enabled=false");
    private final UUID ana = chats.person();
    private final UUID ben = chats.person();

    @AfterAll
    void stop() {
        chats.close();
    }

    @Test
    void numbersStayWithoutGapsAndNothingIsDoneTwice() throws InterruptedException, ExecutionException {
        var one = chats.conversation(ana, ben);
        var other = chats.conversation(ana, ben);
        var shared = IntStream.range(0, BATCHES)
                .mapToObj(i -> List.of(
                        ask(ana, "send", i % 2 == 0 ? one : other, "content", "a" + i),
                        ask(ben, "send", i % 2 == 0 ? other : one, "content", "b" + i)))
                .toList();

        try (var writers = Executors.newFixedThreadPool(2)) {
            for (Future<?> writer : List.of(
                    writers.submit(() -> shared.forEach(chats::draft)),
                    writers.submit(() -> shared.forEach(chats::draft)))) {
                writer.get();
            }
        }

        for (var conversation : List.of(one, other)) {
            assertThat(chats.frames(conversation))
                    .extracting(frame -> frame.path("ev").asLong())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, BATCHES + 1).boxed().toList());
        }
    }

    @Test
    void whoBeginsAConversationSecondFindsItThere() throws InterruptedException, ExecutionException {
        for (int i = 0; i < BATCHES; i++) {
            var create = ask(ana, "create", UUID.randomUUID(), "participants", List.of(ben));
            try (var writers = Executors.newFixedThreadPool(2)) {
                var first = writers.submit(() -> chats.one(create));
                var second = writers.submit(() -> chats.one(create));

                assertThat(first.get()).isEqualTo(second.get());
            }
        }
    }
}
