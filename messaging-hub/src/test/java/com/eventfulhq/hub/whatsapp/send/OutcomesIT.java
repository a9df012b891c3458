package com.eventfulhq.hub.whatsapp.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.AttemptId;
import com.eventfulhq.common.id.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a message, by what becomes of its call. */
class OutcomesIT {

    private final ScriptedGraph graph = new ScriptedGraph();
    private SendFixtures hub;

    @BeforeEach
    void start() {
        hub = new SendFixtures(graph.uri(), Map.of());
    }

    @AfterEach
    void stop() {
        hub.close();
        graph.close();
    }

    @Test
    void triesAgainWhatMetaDeclinedForNow() {
        graph.thenError(500, 131016).thenError(400, 130429);
        var message = hub.send(hub.guest(Duration.ofHours(1)), "again");
        hub.awaitStatus(message, "accepted");
        assertThat(hub.attempts(message)).containsExactly("retry", "retry", "accepted");
        hub.awaitTold(message, "queued", "accepted");
        assertThat(opaqueData()).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void givesUpWhatMetaWillNeverTake() {
        graph.thenError(400, 131009);
        var message = hub.send(hub.guest(Duration.ofHours(1)), "wrong");
        hub.awaitStatus(message, "failed");
        assertThat(hub.attempts(message)).containsExactly("rejected");
        assertThat(hub.errorTitle(message)).isEqualTo("scripted");
        hub.awaitTold(message, "queued", "failed");
    }

    @Test
    void closesItsWindowWhenMetaSaysItIsClosed() {
        graph.thenError(400, 131047);
        var user = hub.guest(Duration.ofHours(1));
        hub.awaitStatus(hub.send(user, "race"), "failed");
        hub.post(SendFixtures.text(user, "second"), "after-131047")
                .expectStatus()
                .isEqualTo(409);
    }

    @Test
    void neverSendsAgainWhenTheAnswerIsLost() {
        graph.thenNothing();
        var message = hub.send(hub.guest(Duration.ofHours(1)), "lost");
        hub.awaitStatus(message, "failed");
        assertThat(hub.errorTitle(message)).isEqualTo("unknown-outcome");
        assertThat(graph.calls()).hasSize(1);
        hub.awaitTold(message, "queued", "failed");
    }

    @Test
    void adoptsTheStatusThatSpeaksForALostAnswer() {
        graph.thenNothing();
        var user = hub.guest(Duration.ofHours(1));
        var message = hub.send(user, "lost and found");
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(hub.attempts(message)).containsExactly("unknown"));
        hub.callback(user, "wamid.found." + user, "sent", opaqueData().getFirst());
        hub.awaitStatus(message, "sent");
        assertThat(hub.attempts(message)).containsExactly("accepted");
        assertThat(graph.calls()).hasSize(1);
    }

    @Test
    void keepsAStatusThatCameBeforeTheAnswer() {
        graph.after(Duration.ofMillis(900));
        var user = hub.guest(Duration.ofHours(1));
        var message = hub.send(user, "slow answer");
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(graph.calls()).hasSize(1));
        hub.callback(user, "wamid." + user + ".1", "delivered", opaqueData().getFirst());
        hub.awaitStatus(message, "delivered");
        hub.callback(user, "wamid." + user + ".1", "read", opaqueData().getFirst());
        hub.awaitStatus(message, "read");
        hub.awaitTold(message, "queued", "delivered", "read");
    }

    @Test
    void appliesAStatusThatWasParkedWhenItsMessageIsAccepted() {
        graph.after(Duration.ofMillis(900));
        var user = hub.guest(Duration.ofHours(1));
        var message = hub.send(user, "parked");
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(graph.calls()).hasSize(1));
        hub.callback(user, "wamid." + user + ".1", "sent", "not an attempt of ours");
        hub.awaitStatus(message, "sent");
        hub.awaitTold(message, "queued", "accepted", "sent");
    }

    @Test
    void neverSendsAgainWhenTheServerFailed() {
        graph.thenError(500, 131000);
        var message = hub.send(hub.guest(Duration.ofHours(1)), "failed");
        hub.awaitStatus(message, "failed");
        assertThat(hub.errorTitle(message)).isEqualTo("unknown-outcome");
        assertThat(graph.calls()).hasSize(1);
    }

    @Test
    void pausesTheNumberAndProbesUntilItSendsAgain() {
        graph.thenError(401, 190);
        var first = hub.send(hub.guest(Duration.ofHours(1)), "first");
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(hub.attempts(first)).containsExactly("retry"));
        var second = hub.send(hub.guest(Duration.ofHours(1)), "second");
        hub.awaitStatus(first, "accepted");
        hub.awaitStatus(second, "accepted");
        assertThat(hub.attempts(second)).containsExactly("accepted");
    }

    @Test
    void keepsAConversationsOrderWhileItsFirstMessageWaits() {
        graph.thenError(500, 131016);
        var user = hub.guest(Duration.ofHours(1));
        hub.send(user, "one");
        hub.send(user, "two");
        hub.awaitStatus(hub.send(user, "three"), "accepted");
        assertThat(graph.calls().stream()
                        .map(call -> call.at("/text/body").asString())
                        .toList())
                .containsExactly("one", "one", "two", "three");
    }

    @Test
    void treatsACallFoundBegunAsUnknown() {
        var conversation = hub.conversation(SendFixtures.stranger(), Duration.ofHours(1));
        var message = MessageId.next();
        hub.execute("""
                INSERT INTO communications.whatsapp_messages
                    (message_id, conversation_id, direction, message_type, text_content, status, next_attempt_at)
                VALUES ($1, $2, 'outbound', 'text', 'half way', 'queued', NULL)""", message.value(), conversation.value());
        hub.execute(
                """
                INSERT INTO communications.whatsapp_send_attempts (attempt_id, message_id, attempt_no, state, settle_by)
                VALUES ($1, $2, 1, 'started', $3)""", AttemptId.next().value(), message.value(), Instant.now().plusSeconds(3600));
        hub.append(message);
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(hub.attempts(message)).containsExactly("unknown"));
        hub.awaitStatus(message, "failed");
        assertThat(graph.calls()).isEmpty();
    }

    @Test
    void failsAtTheMomentOfSendingWhatWasAllowedWhenItWasAccepted() {
        graph.thenError(400, 131056);
        var conversation = hub.conversation(SendFixtures.stranger(), Duration.ofHours(1));
        var message = hub.sendTo(conversation, "late");
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(hub.attempts(message)).containsExactly("retry"));
        hub.execute(
                "UPDATE communications.whatsapp_conversations SET session_expires_at = now() - interval '1 minute' "
                        + "WHERE conversation_id = $1",
                conversation.value());
        hub.awaitStatus(message, "failed");
        assertThat(hub.errorTitle(message)).isEqualTo("window-closed");
        assertThat(graph.calls()).hasSize(1);
    }

    private java.util.List<String> opaqueData() {
        return graph.calls().stream()
                .map(call -> call.path("biz_opaque_callback_data").asString())
                .toList();
    }
}
