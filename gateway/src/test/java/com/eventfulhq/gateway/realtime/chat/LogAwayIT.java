package com.eventfulhq.gateway.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.Topics;
import com.eventfulhq.gateway.LogTail;
import com.eventfulhq.gateway.realtime.Client;
import com.eventfulhq.infra.embedded.TestServers;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The log is away: commands are answered so, and the connection lives. */
class LogAwayIT {

    private final UUID conversation = UUID.randomUUID();

    @Test
    void aCommandIsAnsweredUnavailableUntilTheLogIsBack() throws IOException {
        try (var world = ChatWorld.start(Map.of("eventful.chat.answer-timeout", "4s"));
                var client = world.client(ChatWorld.somebody())) {
            TestServers.get().kafka().stop();
            try {
                // More than a client could be refused for what it did itself.
                var answers = IntStream.range(0, 25).mapToObj(i -> send(client)).toList();
                assertThat(answers).allSatisfy(answer -> {
                    var error = Client.answered(answer).path("error");
                    assertThat(error.path("code").asString()).isEqualTo("unavailable");
                    assertThat(error.path("retryable").asBoolean()).isTrue();
                });
            } finally {
                TestServers.get().kafka().start();
            }

            // Kept again: what is missing now is only who answers.
            await().atMost(Duration.ofSeconds(30)).until(() -> Client.answered(send(client))
                    .at("/error/code")
                    .asString()
                    .equals("no-answer"));
            try (var tail = LogTail.of(Topics.CHAT_COMMANDS)) {
                var unused = send(client);
                await().until(() -> tail.read().stream()
                        .anyMatch(record -> conversation.toString().equals(record.key())));
            }
        }
    }

    private CompletableFuture<JsonNode> send(Client client) {
        return client.askLater(
                "send",
                "\"conversation_id\":\"" + conversation + "\",\"client_event_id\":\"" + UUID.randomUUID()
                        + "\",\"content\":\"hello\"");
    }
}
