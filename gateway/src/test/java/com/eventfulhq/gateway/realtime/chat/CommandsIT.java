package com.eventfulhq.gateway.realtime.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.chat.Submission;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.gateway.LogTail;
import com.eventfulhq.gateway.RunningGateway;
import com.eventfulhq.gateway.realtime.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A command goes onto the log, and its answer comes back to who gave it. */
class CommandsIT {

    private static ChatWorld world;

    private final UserId ana = ChatWorld.somebody();
    private final UUID conversation = UUID.randomUUID();

    @BeforeAll
    static void start() {
        world = ChatWorld.start(Map.of("eventful.chat.answer-timeout", "3s"));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aCommandIsOnTheLogUnderItsConversation() {
        try (var tail = LogTail.of(Topics.CHAT_COMMANDS);
                var client = world.client(ana)) {
            var event = UUID.randomUUID();
            var unused = client.askLater("send", send(event, "hello"));

            var record = mine(tail, 1).getFirst();
            var submission = Submission.read(record.data());
            assertThat(record.key()).isEqualTo(conversation.toString());
            assertThat(record.type()).isEqualTo(Submission.TYPE);
            assertThat(submission.by()).isEqualTo(ana);
            assertThat(submission.command())
                    .isInstanceOfSatisfying(ChatCommand.Send.class, send -> assertThat(send.clientEventId())
                            .isEqualTo(event));
        }
    }

    @Test
    void aStepOfANegotiationIsOnTheLogUnderItsBooking() {
        try (var tail = LogTail.of(Topics.CHAT_COMMANDS);
                var client = world.client(ana)) {
            var unused = client.askLater("negotiate", """
                    "booking_id":"%s","client_event_id":"%s","message_type":"offer","message_text":"For this?",\
                    "offer_data":{"fee_credits":"1200.50"},"expected_ev":3""".formatted(conversation, UUID.randomUUID()));

            var record = mine(tail, 1).getFirst();
            assertThat(record.key()).isEqualTo(conversation.toString());
            assertThat(Submission.read(record.data()).command())
                    .isInstanceOfSatisfying(ChatCommand.Negotiate.class, step -> {
                        assertThat(step.expectedEv()).isEqualTo(3);
                        assertThat(step.offerData()).isNotNull().satisfies(terms -> assertThat(terms.feeCredits())
                                .isEqualTo("1200.50"));
                    });
        }
    }

    @Test
    void termsThatAreWrongNeverReachTheLog() {
        try (var client = world.client(ana)) {
            var answer = client.ask("negotiate", """
                    "booking_id":"%s","client_event_id":"%s","message_type":"offer","message_text":"For this?",\
                    "offer_data":{"fee_credits":1200},"expected_ev":0""".formatted(conversation, UUID.randomUUID()));

            assertThat(answer.at("/error/detail").asString()).startsWith("/offer_data/fee_credits");
        }
    }

    @Test
    void isAnsweredWithWhatTheHubSays() {
        try (var tail = LogTail.of(Topics.CHAT_COMMANDS);
                var client = world.client(ana)) {
            var answer = client.askLater("send", send(UUID.randomUUID(), "hello"));
            var submission = Submission.read(mine(tail, 1).getFirst().data());
            world.answer(submission, "\"ok\":true,\"ev\":7,\"message_no\":3");

            assertThat(Client.answered(answer).path("ev").asLong()).isEqualTo(7);
        }
    }

    @Test
    void theOrderOfAConnectionIsKept() {
        try (var tail = LogTail.of(Topics.CHAT_COMMANDS);
                var client = world.client(ana)) {
            for (int i = 0; i < 60; i++) {
                var unused = client.askLater("send", send(UUID.randomUUID(), "m" + i));
            }

            assertThat(mine(tail, 60))
                    .extracting(CommandsIT::content)
                    .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "m" + i).toList());
        }
    }

    @Test
    void whatNobodyAnswersIsAnsweredSo() {
        try (var client = world.client(ana)) {
            var answer = client.ask("send", send(UUID.randomUUID(), "hello"));

            assertThat(answer.at("/error/code").asString()).isEqualTo("no-answer");
            assertThat(answer.at("/error/retryable").asBoolean()).isTrue();
        }
    }

    @Test
    void aCommandThatIsWrongNeverReachesTheLog() {
        try (var tail = LogTail.of(Topics.CHAT_COMMANDS);
                var client = world.client(ana)) {
            var answer = client.ask("send", send(UUID.randomUUID(), "hello") + ",\"colour\":\"red\"");

            assertThat(answer.at("/error/code").asString()).isEqualTo("unknown-field");
            assertThat(answer.at("/error/detail").asString()).startsWith("/colour");
            assertThat(tail.read()).noneMatch(this::isMine);
        }
    }

    @Test
    void chatNeedsItsScope() {
        var token = RunningGateway.TOKENS.user(ana, null, Scopes.WHATSAPP_READ);
        try (var client = Client.connected(world.uri(), token)) {
            assertThat(client.ask("send", send(UUID.randomUUID(), "hello"))
                            .at("/error/code")
                            .asString())
                    .isEqualTo("insufficient-scope");
            assertThat(client.subscribe(conversation).at("/error/code").asString())
                    .isEqualTo("insufficient-scope");
        }
    }

    @Test
    void whoIsRefusedTooOftenIsClosed() {
        try (var client = world.client(ana)) {
            IntStream.rangeClosed(0, 20).forEach(i -> client.say("{\"id\":\"x" + i + "\""));

            assertThat(client.closed()).isEqualTo(4004);
        }
    }

    @Test
    void whoIsToldToWaitIsNotRefusedTooOften() {
        try (var tail = LogTail.of(Topics.CHAT_COMMANDS);
                var client = world.client(ana)) {
            var answers = IntStream.range(0, 40)
                    .mapToObj(i -> client.askLater("send", send(UUID.randomUUID(), "hello")))
                    .toList();
            mine(tail, 40).forEach(CommandsIT::tellToWait);

            assertThat(answers).allSatisfy(answer -> assertThat(
                            Client.answered(answer).at("/error/retry_after_ms").asLong())
                    .isEqualTo(60_000));
            assertThat(client.ask("ping", "").path("ok").asBoolean()).isTrue();
        }
    }

    @Test
    void whoDoesNotWaitAsToldIsClosed() {
        try (var tail = LogTail.of(Topics.CHAT_COMMANDS);
                var client = world.client(ana)) {
            var first = client.askLater("send", send(UUID.randomUUID(), "hello"));
            mine(tail, 1).forEach(CommandsIT::tellToWait);
            Client.answered(first);
            // The time the hint may be on its way.
            await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
            for (int i = 0; i < 21; i++) {
                var unused = client.askLater("send", send(UUID.randomUUID(), "hello"));
            }
            mine(tail, 21).forEach(CommandsIT::tellToWait);

            assertThat(client.closed()).isEqualTo(4004);
        }
    }

    private static void tellToWait(LogRecord record) {
        world.answer(
                Submission.read(record.data()),
                "\"error\":{\"code\":\"rate-limited\",\"detail\":\"too much\",\"retryable\":true,\"retry_after_ms\":60000}");
    }

    @Test
    void whatIsNotTheClientsFaultCostsItNothing() {
        try (var client = world.client(ana)) {
            var answers = IntStream.range(0, 30)
                    .mapToObj(i -> client.askLater("send", send(UUID.randomUUID(), "hello")))
                    .toList();

            assertThat(answers).allSatisfy(answer -> assertThat(
                            Client.answered(answer).at("/error/code").asString())
                    .isEqualTo("no-answer"));
            assertThat(client.ask("ping", "").path("ok").asBoolean()).isTrue();
        }
    }

    private String send(UUID event, String content) {
        return "\"conversation_id\":\"" + conversation + "\",\"client_event_id\":\"" + event + "\",\"content\":\""
                + content + "\"";
    }

    private static @Nullable String content(LogRecord record) {
        return ((ChatCommand.Send) Submission.read(record.data()).command()).content();
    }

    private boolean isMine(LogRecord record) {
        return conversation.toString().equals(record.key());
    }

    private List<LogRecord> mine(LogTail tail, int count) {
        var records = new ArrayList<LogRecord>();
        await().until(() -> {
            tail.read().stream().filter(this::isMine).forEach(records::add);
            return records.size() >= count;
        });
        return records;
    }
}
