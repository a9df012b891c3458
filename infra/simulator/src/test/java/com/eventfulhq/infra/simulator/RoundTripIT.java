package com.eventfulhq.infra.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.infra.simulator.callback.CallbackSigner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user writes, the business answers, the user reads. */
class RoundTripIT {
    private static final String USER = "34600111222";
    private static final String MESSAGES = "/v25.0/106540352242922/messages";
    private static final String REPLY = """
            {"messaging_product":"whatsapp","to":"+34600111222","type":"text","text":{"body":"Yes ✓"},
             "biz_opaque_callback_data":"row-1"}""";

    private final Subscriber subscriber = new Subscriber();
    private WhatsAppSimulator simulator;
    private Rest rest;
    private Rest graph;

    @BeforeEach
    void start() {
        simulator = WhatsAppSimulator.start(
                SimulatorSettings.defaults().withCallbackUrl(subscriber.uri()).withKnobs("{\"compression\":50}"));
        rest = Rest.of(simulator.baseUri());
        graph = rest.withToken("simulated-access-token");
    }

    @AfterEach
    void stop() {
        simulator.close();
        subscriber.close();
    }

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
    void playsTheStatusesOfAnAcceptedReplyInOrder() {
        simulator.control().write(USER, "Hello");

        var answer = graph.post(MESSAGES, REPLY);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/contacts/0/wa_id").asString()).isEqualTo(USER);
        var wamid = answer.body().at("/messages/0/id").asString();
        await().untilAsserted(
                        () -> assertThat(subscriber.statusesOf(wamid)).containsExactly("sent", "delivered", "read"));
        assertThat(subscriber.statuses()).allSatisfy(status -> assertThat(
                        status.path("biz_opaque_callback_data").asString())
                .isEqualTo("row-1"));
    }

    @Test
    void showsTheUserWhatTheBusinessAnswered() {
        rest.post("/simulator/users/" + USER + "/messages", "{\"text\":\"Hello\"}");
        graph.post(MESSAGES, REPLY);

        var received = rest.get("/simulator/users/" + USER + "/messages");

        assertThat(received.body().at("/messages/0/text").asString()).isEqualTo("Yes ✓");
    }

    @Test
    void failsFreeTextOutsideTheWindowByAStatus() {
        var answer = graph.post(MESSAGES, REPLY);

        assertThat(answer.status()).isEqualTo(200);
        await().until(() -> subscriber.statuses().size() == 1);
        assertThat(subscriber.statuses().getFirst().at("/errors/0/code").asInt())
                .isEqualTo(131047);
        assertThat(simulator.control().received(USER)).isEmpty();
    }
}
