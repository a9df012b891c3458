package com.eventfulhq.infra.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.infra.simulator.control.Draft;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Free text is for 24 hours after the user wrote. */
class ServiceWindowIT extends SimulatorCase {
    @BeforeEach
    void refuseAtOnce() {
        simulator.control().turn("{\"sends\":{\"window_refused_at_once\":true}}");
    }

    @Test
    void isClosedForAUserWhoNeverWrote() {
        assertThat(code(graph.post(MESSAGES, text("+34600111222")))).isEqualTo(131047);
    }

    @Test
    void closesADayAfterTheMessage() {
        simulator.control().write(USER, "Hello");

        simulator.control().advance(Duration.ofHours(24).minusMinutes(1));
        assertThat(graph.post(MESSAGES, text("+34600111222")).status()).isEqualTo(200);

        simulator.control().advance(Duration.ofMinutes(1));
        assertThat(code(graph.post(MESSAGES, text("+34600111222")))).isEqualTo(131047);
    }

    @Test
    void countsFromTheMessagesOwnTime() {
        var now = simulator.control().now();
        simulator.control().write(USER, Draft.text("late").at(now.minus(Duration.ofHours(23))));

        simulator.control().advance(Duration.ofHours(2));

        assertThat(code(graph.post(MESSAGES, text("+34600111222")))).isEqualTo(131047);
    }

    @Test
    void isNotShortenedByAnOlderMessage() {
        var now = simulator.control().now();
        simulator.control().write(USER, "Hello");
        simulator.control().write(USER, Draft.text("older").at(now.minus(Duration.ofHours(30))));

        assertThat(graph.post(MESSAGES, text("+34600111222")).status()).isEqualTo(200);
    }

    @Test
    void belongsToAPersonKnownByUserIdOnly() {
        simulator.control().write("ES.8812990311", "Hi, it is me");
        var body = text("").replace("\"to\":\"\"", "\"recipient\":\"ES.8812990311\"");

        var answer = graph.post(MESSAGES, body);

        assertThat(answer.body().at("/contacts/0/user_id").asString()).isEqualTo("ES.8812990311");
        assertThat(answer.body().at("/contacts/0").has("wa_id")).isFalse();
        assertThat(simulator.control().received("ES.8812990311")).hasSize(1);
    }

    @Test
    void staysOpenForTemplates() {
        assertThat(graph.post(MESSAGES, template("hello_world", "en_US")).status())
                .isEqualTo(200);
        assertThat(simulator.control().received(USER))
                .extracting(each -> each.type())
                .isEqualTo(List.of("template"));
    }
}
