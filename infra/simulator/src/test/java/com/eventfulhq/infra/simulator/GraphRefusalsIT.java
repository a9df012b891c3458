package com.eventfulhq.infra.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every refusal with Meta's status, code and body. */
class GraphRefusalsIT extends SimulatorCase {
    /** Time stands still, so that no limit refills while the test is under way. */
    @Override
    SimulatorSettings settings() {
        return super.settings().withClock(Clock.fixed(Instant.parse("2026-09-10T10:00:00Z"), ZoneOffset.UTC));
    }

    @BeforeEach
    void openTheWindow() {
        simulator.control().write(USER, "Hello");
    }

    @Test
    void refusesAnUnknownToken() {
        var answer = rest.withToken("stolen").post(MESSAGES, text("+34600111222"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo(190);
        assertThat(answer.body().at("/error/type").asString()).isEqualTo("OAuthException");
        assertThat(answer.body().at("/error/fbtrace_id").asString()).isNotEmpty();
    }

    @Test
    void refusesANumberItDoesNotKnow() {
        var answer = graph.post("/v25.0/999/messages", text("+34600111222"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(100);
        assertThat(answer.body().at("/error/error_subcode").asInt()).isEqualTo(33);
        assertThat(answer.body().at("/error/type").asString()).isEqualTo("GraphMethodException");
    }

    @Test
    void refusesABodyWithoutMessagingProduct() {
        var answer = graph.post(MESSAGES, "{\"to\":\"+34600111222\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}");

        assertThat(code(answer)).isEqualTo(100);
        assertThat(answer.body().at("/error/error_data/details").asString()).contains("messaging_product");
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThat(code(graph.post(MESSAGES, "{"))).isEqualTo(100);
    }

    @Test
    void countsCharactersAsCodePoints() {
        assertThat(graph.post(MESSAGES, body("🎉".repeat(4096))).status()).isEqualTo(200);
        assertThat(code(graph.post(MESSAGES, body("🎉".repeat(4097))))).isEqualTo(100);
    }

    @Test
    void refusesATemplateThatDoesNotExistInTheLanguage() {
        var answer = graph.post(MESSAGES, template("booking_reminder", "en", "Ana", "Monday"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo(132001);
    }

    @Test
    void refusesTheWrongNumberOfParameters() {
        assertThat(code(graph.post(MESSAGES, template("booking_reminder", "en_US", "Ana"))))
                .isEqualTo(132000);
    }

    @Test
    void refusesAParameterWithALineBreak() {
        assertThat(code(graph.post(MESSAGES, template("booking_reminder", "en_US", "Ana", "a\\nb"))))
                .isEqualTo(132018);
    }

    @Test
    void refusesAPausedTemplate() {
        assertThat(code(graph.post(MESSAGES, template("paused_example", "en_US"))))
                .isEqualTo(132015);
    }

    @Test
    void acceptsATemplateThatFits() {
        var answer = graph.post(MESSAGES, template("booking_reminder", "en_US", "Ana", "Monday"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/messages/0/message_status").asString()).isEqualTo("accepted");
    }

    @Test
    void refusesTooManyMessagesToOneUser() {
        for (int sent = 0; sent < 45; sent++) {
            assertThat(graph.post(MESSAGES, text("+34600111222")).status()).isEqualTo(200);
        }

        assertThat(code(graph.post(MESSAGES, text("+34600111222")))).isEqualTo(131056);
    }

    @Test
    void refusesMoreThanTheThroughputOfANumber() {
        simulator.control().turn("{\"sends\":{\"number_per_second\":1}}");
        graph.post(MESSAGES, text("+34600111222"));

        assertThat(code(graph.post(MESSAGES, text("+34600111223")))).isEqualTo(130429);
    }

    @Test
    void failsLaterWhatASuffixSays() {
        var answer = graph.post(MESSAGES, text("+34600110026"));

        assertThat(answer.status()).isEqualTo(200);
        await().until(() -> !subscriber.statuses().isEmpty());
        assertThat(subscriber.statuses().getFirst().at("/errors/0/code").asInt())
                .isEqualTo(131026);
    }

    @Test
    void breaksWhereASuffixSaysSo() {
        var answer = graph.post(MESSAGES, text("+34600115000"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(code(answer)).isEqualTo(131000);
    }

    @Test
    void pagesThroughTheTemplates() {
        var first = graph.get("/v25.0/104996122399160/message_templates?limit=2&status=APPROVED");
        var next = first.body().at("/paging/next").asString();
        var second = graph.get(next.substring(simulator.baseUri().toString().length()));

        assertThat(first.body().path("data").size()).isEqualTo(2);
        assertThat(second.body().path("data").size()).isEqualTo(2);
        assertThat(second.body().at("/data/0/id")).isNotEqualTo(first.body().at("/data/0/id"));
        assertThat(second.body().path("paging").has("next")).isFalse();
        assertThat(code(graph.get("/v25.0/104996122399160/message_templates?after=nonsense")))
                .isEqualTo(131059);
    }

    @Test
    void answersWhatIsKnownAboutANumber() {
        assertThat(graph.get("/v25.0/106540352242922")
                        .body()
                        .at("/throughput/level")
                        .asString())
                .isEqualTo("STANDARD");
    }

    @Test
    void takesAReceiptForAnInboundMessage() {
        var answer = graph.post(
                MESSAGES, "{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.x\"}");

        assertThat(answer.body().path("success").asBoolean()).isTrue();
    }

    private static String body(String text) {
        return text("+34600111222").replace("Yes ✓", text);
    }
}
