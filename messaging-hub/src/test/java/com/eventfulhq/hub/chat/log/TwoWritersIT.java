package com.eventfulhq.hub.chat.log;

import static com.eventfulhq.hub.chat.log.ChatsUnderTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
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
import reactor.core.publisher.Sinks;

/** Two hubs write the same conversations at once, as while partitions change hands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoWritersIT {

    private static final int BATCHES = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
    void whoeverHasThePartitionSecondWaitsBeforeItHoldsAnything() throws InterruptedException, ExecutionException {
        var one = chats.conversation(ana, ben);
        var other = chats.conversation(ana, ben);
        var release = Sinks.<Void>empty();
        var held = chats.hold(
                "SELECT 1 FROM communications.conversation_heads WHERE conversation_id = $1 FOR UPDATE",
                release.asMono(),
                one);
        try (var writers = Executors.newFixedThreadPool(2)) {
            var first = writers.submit(() -> chats.say(ana, one, "first"));
            await().atMost(PATIENCE).until(() -> chats.waitingFor("transactionid") == 1);
            var second = writers.submit(() -> chats.say(ana, other, "second"));
            await().atMost(PATIENCE).until(() -> chats.waitingFor("advisory") == 1);

            release.tryEmitEmpty();

            held.join();
            assertThat(List.of(first.get(), second.get()))
                    .extracting(ChatsUnderTest::code)
                    .containsOnly("ok");
        }
    }

    /** As after the log was divided anew: the same conversation comes from two partitions. */
    @Test
    void whoBeginsAConversationSecondFindsItThere() throws InterruptedException, ExecutionException {
        for (int i = 0; i < BATCHES; i++) {
            var create = ask(ana, "create", UUID.randomUUID(), "participants", List.of(ben));
            try (var writers = Executors.newFixedThreadPool(2)) {
                var first = writers.submit(() -> ChatsUnderTest.answers(chats.draft(0, List.of(create))));
                var second = writers.submit(() -> ChatsUnderTest.answers(chats.draft(1, List.of(create))));

                assertThat(first.get()).isEqualTo(second.get());
            }
        }
    }
}
