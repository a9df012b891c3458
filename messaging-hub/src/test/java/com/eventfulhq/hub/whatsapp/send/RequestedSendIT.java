package com.eventfulhq.hub.whatsapp.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.event.SendRequested;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.infra.embedded.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sends that another service puts on the log without a row, and servers that go away for a moment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestedSendIT {

    private final ScriptedGraph graph = new ScriptedGraph();
    private SendFixtures hub;

    @BeforeAll
    void start() {
        hub = new SendFixtures(graph.uri(), Map.of());
    }

    @AfterAll
    void stop() {
        hub.close();
        graph.close();
    }

    @Test
    void makesTheRowAndSendsOnceHoweverOftenItIsAsked() {
        var request = template("booking_reminder", UUID.randomUUID().toString());
        hub.append(request);
        hub.append(request);
        hub.awaitStatus(request.messageId(), "accepted");
        hub.awaitTold(request.messageId(), "queued", "accepted");
        assertThat(hub.attempts(request.messageId())).containsExactly("accepted");
        assertThat(hub.query(
                        "SELECT reference FROM communications.whatsapp_messages WHERE message_id = $1",
                        request.messageId().value()))
                .containsExactly(request.reference());
    }

    @Test
    void turnsARefusalIntoAFailureWithItsReason() {
        var request = template("no_such_template", UUID.randomUUID().toString());
        hub.append(request);
        hub.awaitTold(request.messageId(), "failed");
        assertThat(hub.errorTitle(request.messageId())).isEqualTo("template-not-sendable");
        assertThat(hub.attempts(request.messageId())).isEmpty();
    }

    @Test
    void acceptsWhileTheLogIsAwayAndSendsWhenItIsBack() throws Exception {
        var user = hub.guest(Duration.ofHours(1));
        var kafka = TestServers.get().kafka();
        kafka.stop();
        MessageId message;
        try {
            message = hub.send(user, "patience");
            assertThat(hub.status(message)).isEqualTo("queued");
        } finally {
            kafka.start();
        }
        hub.awaitStatus(message, "accepted");
        hub.awaitTold(message, "queued", "accepted");
    }

    @Test
    void keepsAnOutcomeWhileTheDatabaseIsAwayForAMoment() throws Exception {
        graph.after(Duration.ofMillis(600));
        var user = hub.guest(Duration.ofHours(1));
        var message = hub.send(user, "hiccup");
        org.awaitility.Awaitility.await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(
                        graph.calls())
                .anySatisfy(call -> assertThat(call.at("/text/body").asString()).isEqualTo("hiccup")));
        var postgres = TestServers.get().postgres();
        postgres.stop();
        postgres.start();
        graph.after(Duration.ZERO);
        hub.awaitStatus(message, "accepted");
        assertThat(hub.attempts(message)).containsExactly("accepted");
    }

    private SendRequested template(String name, String reference) {
        return new SendRequested(
                MessageId.next(),
                hub.team,
                new PhoneNumberId(hub.number),
                SendFixtures.stranger(),
                null,
                null,
                new SendRequested.Template(name, "en_US", List.of("Ana", "Friday")),
                reference,
                null);
    }
}
