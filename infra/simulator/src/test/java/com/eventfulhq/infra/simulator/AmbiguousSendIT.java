package com.eventfulhq.infra.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends whose answer does not tell what happened. */
class AmbiguousSendIT extends SimulatorCase {
    @BeforeEach
    void openTheWindow() {
        simulator.control().write(USER, "Hello");
    }

    @Test
    void deliversAMessageWhoseAnswerWasLost() {
        simulator.control().turn("{\"sends\":{\"lost_response\":\"CLOSE\"}}");

        assertThatThrownBy(() -> graph.post(MESSAGES, text("+34600111222"))).isInstanceOf(RuntimeException.class);

        await().until(() -> subscriber.statuses().size() == 3);
        assertThat(subscriber.statuses()).allSatisfy(status -> assertThat(
                        status.path("biz_opaque_callback_data").asString())
                .isEqualTo("row-1"));
        assertThat(simulator.control().received(USER)).hasSize(1);
    }

    @Test
    void answersAfterAHangWhenToldTo() {
        simulator.control().turn("{\"sends\":{\"lost_response\":\"HANG\",\"hang\":\"PT0.2S\"}}");

        var answer = graph.post(MESSAGES, text("+34600111222"));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void dropsAMessageToANumberThatHangs() {
        simulator.control().turn("{\"sends\":{\"hang\":\"PT0.2S\"}}");

        assertThatThrownBy(() -> graph.post(MESSAGES, text("+34600115999"))).isInstanceOf(RuntimeException.class);

        assertThat(simulator.control().sends().getLast().outcome()).isEqualTo("hangs");
        assertThat(simulator.control().received("34600115999")).isEmpty();
    }

    @Test
    void tellsTheStatusBeforeTheAnswerWhenToldTo() {
        simulator.control().turn("{\"statuses\":{\"before_response\":true}}");

        var wamid = graph.post(MESSAGES, text("+34600111222"))
                .body()
                .at("/messages/0/id")
                .asString();

        assertThat(subscriber.statusesOf(wamid)).startsWith("sent");
    }

    @Test
    void hasAConversationInTheOlderShape() {
        simulator.control().turn("{\"statuses\":{\"shape\":\"V23\"}}");

        graph.post(MESSAGES, text("+34600111222"));

        await().until(() -> subscriber.statuses().size() == 3);
        var sent = subscriber.statuses().stream()
                .filter(status -> status.path("status").asString().equals("sent"))
                .findFirst()
                .orElseThrow();
        assertThat(sent.at("/conversation/expiration_timestamp").isString()).isTrue();
        assertThat(sent.at("/pricing/pricing_model").asString()).isEqualTo("PMP");
    }
}
