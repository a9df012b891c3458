package com.eventfulhq.infra.simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A simulator with a subscriber, running fifty times faster than the clock. */
abstract class SimulatorCase {
    static final String USER = "34600111222";
    static final String MESSAGES = "/v25.0/106540352242922/messages";

    final Subscriber subscriber = new Subscriber();
    final WhatsAppSimulator simulator = WhatsAppSimulator.start(settings());
    final Rest rest = Rest.of(simulator.baseUri());
    final Rest graph = rest.withToken("simulated-access-token");

    SimulatorSettings settings() {
        return SimulatorSettings.defaults().withKnobs("{\"compression\":50}");
    }

    @BeforeEach
    void subscribe() {
        simulator.control().callback(subscriber.uri());
    }

    @AfterEach
    void stop() {
        simulator.close();
        subscriber.close();
    }

    static String text(String to) {
        return """
                {"messaging_product":"whatsapp","to":"%s","type":"text","text":{"body":"Yes ✓"},
                 "biz_opaque_callback_data":"row-1"}""".formatted(to);
    }

    static String template(String name, String language, String... texts) {
        var parameters = new StringBuilder();
        for (var text : texts) {
            parameters.append(parameters.isEmpty() ? "" : ",").append("{\"type\":\"text\",\"text\":\"" + text + "\"}");
        }
        return """
                {"messaging_product":"whatsapp","to":"+34600111222","type":"template","template":{"name":"%s",
                 "language":{"code":"%s"},"components":[{"type":"body","parameters":[%s]}]}}""".formatted(name, language, parameters);
    }

    static int code(Rest.Answer answer) {
        return answer.body().at("/error/code").asInt(0);
    }
}
