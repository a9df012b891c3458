package com.eventfulhq.infra.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import org.junit.jupiter.api.Test;

/** A user writes, the business answers, the user reads. */
class RoundTripIT extends SimulatorCase {
    @Test
    void bringsWhatAUserWritesAsASignedCallback() {
        var written = simulator.control().write(USER, "¿Está libre? 🎉");

        await().until(() -> subscriber.callbacks().size() == 1);

        var callback = subscriber.callbacks().getFirst();
        assertThat(callback.signature()).isEqualTo(new CallbackSigner("simulated-app-secret").sign(callback.body()));
        assertThat(callback.text()).contains("\\ud83c\\udf89").doesNotContain("🎉");
        assertThat(subscriber.messages().getFirst().path("id").asString()).isEqualTo(written.id());
    }

    @Test
    void playsEveryStatusOfAnAcceptedReply() {
        simulator.control().write(USER, "Hello");

        var answer = graph.post(MESSAGES, text("+34600111222"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/contacts/0/wa_id").asString()).isEqualTo(USER);
        var wamid = answer.body().at("/messages/0/id").asString();
        await().untilAsserted(() ->
                assertThat(subscriber.statusesOf(wamid)).containsExactlyInAnyOrder("sent", "delivered", "read"));
        assertThat(subscriber.statuses()).allSatisfy(status -> assertThat(
                        status.path("biz_opaque_callback_data").asString())
                .isEqualTo("row-1"));
    }

    @Test
    void showsTheUserWhatTheBusinessAnswered() {
        rest.post("/simulator/users/" + USER + "/messages", "{\"text\":\"Hello\"}");
        graph.post(MESSAGES, text("+34600111222"));

        var received = rest.get("/simulator/users/" + USER + "/messages");

        assertThat(received.body().at("/messages/0/text").asString()).isEqualTo("Yes ✓");
    }

    @Test
    void failsFreeTextOutsideTheWindowByAStatus() {
        var answer = graph.post(MESSAGES, text("+34600111222"));

        assertThat(answer.status()).isEqualTo(200);
        await().until(() -> subscriber.statuses().size() == 1);
        assertThat(subscriber.statuses().getFirst().at("/errors/0/code").asInt())
                .isEqualTo(131047);
        assertThat(simulator.control().received(USER)).isEmpty();
    }
}
