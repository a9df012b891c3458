package com.eventfulhq.hub.chat.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.hub.WholeAnswers;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The door for nodes: who may ask, and that asks do not harm one another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsksIT {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final HubUnderTest hub = new HubUnderTest("eventful.internal.secret=" + SECRET);
    private final WebTestClient http = WebTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + hub.port())
            .filter(new WholeAnswers())
            .build();

    @AfterAll
    void stop() {
        hub.close();
    }

    private WebTestClient.ResponseSpec post(@Nullable String authorization, Object body) {
        return http.post()
                .uri(ChatAsk.PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (authorization != null) {
                        headers.set("Authorization", authorization);
                    }
                })
                .bodyValue(body)
                .exchange();
    }

    private JsonNode answers(String body) {
        var json = post("Bearer " + SECRET, body)
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        return Json.MAPPER.readTree(Objects.requireNonNull(json));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"Bearer ", "Bearer wrong", "Basic " + SECRET, SECRET, "Bearer " + SECRET + "0"})
    void nobodyElseAsks(@Nullable String authorization) {
        post(authorization, "[]")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://eventfulhq.com/problems/unauthenticated");
    }

    @Test
    void aPersonsTokenIsNoSecret() {
        post("Bearer " + hub.tokens.user(UserId.next(), null, "chat"), "[]")
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void noAsksHaveNoAnswers() {
        assertThat(answers("[]").size()).isZero();
    }

    @Test
    void asksAreReadAsNodesWriteThem() {
        var asks = new ChatAsk[] {
            new ChatAsk.Tops(List.of(UUID.randomUUID())),
            new ChatAsk.Roster(UserId.next(), null),
            new ChatAsk.Open(UserId.next(), UUID.randomUUID(), null, null),
            new ChatAsk.Heads(UserId.next())
        };

        var answers = answers(Json.MAPPER.writeValueAsString(asks));

        assertThat(answers.get(0).path("tops").size()).isEqualTo(1);
        assertThat(answers.get(1).path("more").isBoolean()).isTrue();
        assertThat(Reading.code(answers.get(2))).isEqualTo("not-found");
        assertThat(answers.get(3).path("heads").isArray()).isTrue();
    }

    @Test
    void whatIsWrongIsAnsweredAloneAndInItsPlace() {
        var someone = UUID.randomUUID();

        var answers = answers("""
                [{"ask":"what"}, 7, null, {"ask":"open"}, {"ask":"list","user":"%1$s"}, {"ask":"list","user":"x"},
                 {"ask":"history","user":"%1$s","conversationId":"%1$s","limit":0},
                 {"ask":"history","user":"%1$s","conversationId":"%1$s","limit":5,"afterEv":1,"beforeMessageNo":1},
                 {"ask":"search","user":"%1$s","q":" ","limit":5}, {"ask":"search","user":"%1$s","q":"a","limit":5,"cursor":"?"}]
                """.formatted(someone));

        assertThat(answers.valueStream().map(Reading::code))
                .containsExactly(
                        "invalid-request",
                        "invalid-request",
                        "invalid-request",
                        "invalid-request",
                        "none",
                        "invalid-request",
                        "invalid-value",
                        "invalid-request",
                        "invalid-value",
                        "invalid-value");
    }

    @Test
    void moreThanMayBeAskedAtOnceIsRefused() {
        var asks = Collections.nCopies(257, "{\"ask\":\"tops\",\"conversationIds\":[]}");

        post("Bearer " + SECRET, asks.toString()).expectStatus().isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "7"})
    void whatIsNoArrayIsRefused(String body) {
        post("Bearer " + SECRET, body).expectStatus().isBadRequest();
    }
}
