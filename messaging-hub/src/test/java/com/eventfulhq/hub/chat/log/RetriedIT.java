package com.eventfulhq.hub.chat.log;

import static com.eventfulhq.hub.chat.log.ChatsUnderTest.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Sinks;

/** A batch that came to nothing is decided again, and costs nobody a second command. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetriedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChatsUnderTest chats =
            new ChatsUnderTest("eventful.chat.rates.person-burst=1", "eventful.chat.rates.person-per-second=0.001");
    private final UUID ana = chats.person();

    @AfterAll
    void stop() {
        chats.close();
    }

    @Test
    void whoHasOneCommandLeftHasItAgainForTheSecondTry() {
        var conversation = UUID.randomUUID();
        var release = Sinks.<Void>empty();
        var another = chats.hold(
                "INSERT INTO communications.conversation_heads (conversation_id) VALUES ($1)",
                release.asMono(),
                conversation);
        var answer = CompletableFuture.supplyAsync(() -> chats.one(ask(ana, "create", conversation)));
        await().atMost(PATIENCE).until(() -> chats.waitingFor("transactionid") == 1);

        release.tryEmitEmpty();

        another.join();
        // There is no such conversation of people: somebody else has begun a thread there. And not: too fast.
        assertThat(ChatsUnderTest.code(answer.join())).isEqualTo("not-found");
    }
}
