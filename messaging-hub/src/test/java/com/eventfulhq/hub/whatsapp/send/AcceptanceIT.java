package com.eventfulhq.hub.whatsapp.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.token.Scopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcceptanceIT {

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
    void sendsATextInsideTheWindow() {
        var user = hub.guest(Duration.ofHours(1));
        var message = hub.send(user, "Yes, it is free.");
        hub.awaitStatus(message, "accepted");
        hub.awaitTold(message, "queued", "accepted");
        assertThat(graph.calls()).anySatisfy(call -> {
            assertThat(call.path("to").asString()).isEqualTo("+" + user);
            assertThat(call.path("text").path("body").asString()).isEqualTo("Yes, it is free.");
        });
        hub.http()
                .get()
                .uri(SendController.PATH + "/" + message)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("accepted")
                .jsonPath("$.attempts[0].state")
                .isEqualTo("accepted");
    }

    @Test
    void refusesATextOutsideTheWindowAndNamesTheTemplates() {
        hub.post(SendFixtures.text(hub.guest(Duration.ofHours(-1)), "late"), key())
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://eventfulhq.com/problems/window-closed")
                .jsonPath("$.templates[0].name")
                .isEqualTo("booking_reminder");
    }

    @Test
    void refusesABodyBeyondTheLimitAndNamesIt() {
        hub.post(SendFixtures.text(SendFixtures.stranger(), "x".repeat(300_000)), key())
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://eventfulhq.com/problems/too-large")
                .jsonPath("$.detail")
                .isEqualTo("body: larger than 262144 bytes");
    }

    @Test
    void beginsAConversationWithATemplate() {
        var user = SendFixtures.stranger();
        var message = template(user, "booking_reminder", "[\"Ana\",\"Friday\"]")
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .valueMatches("Location", "/v1/whatsapp/messages/.+");
        message.expectBody().jsonPath("$.status").isEqualTo("queued");
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(graph.calls()).anySatisfy(call -> {
                    assertThat(call.path("to").asString()).isEqualTo("+" + user);
                    assertThat(call.at("/template/components/0/parameters/1/text")
                                    .asString())
                            .isEqualTo("Friday");
                }));
        assertThat(hub.query(
                        "SELECT text_content FROM communications.whatsapp_messages m "
                                + "JOIN communications.whatsapp_conversations v USING (conversation_id) "
                                + "WHERE v.whatsapp_phone_number = $1",
                        user))
                .containsExactly("Hello Ana, see you on Friday at the venue.");
    }

    @Test
    void refusesATemplateThatIsPausedOrDoesNotFit() {
        template(SendFixtures.stranger(), "paused_example", "[]")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/template/name");
        template(SendFixtures.stranger(), "booking_reminder", "[\"Ana\"]")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/template/parameters");
        template(SendFixtures.stranger(), "booking_reminder", "[\"Ana\",\"two\\nlines\"]")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/template/parameters/1");
    }

    @Test
    void findsAMexicanByEitherSpelling() {
        hub.conversation("5215512345678", Duration.ofHours(1));
        hub.post(SendFixtures.text("525512345678", "hola"), key())
                .expectStatus()
                .isAccepted()
                .expectBody();
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(graph.calls())
                .anySatisfy(call -> assertThat(call.path("to").asString()).isEqualTo("+5215512345678")));
    }

    @Test
    void answersARepeatedKeyWithTheSameMessage() {
        var body = SendFixtures.text(hub.guest(Duration.ofHours(1)), "once");
        var key = key();
        var first = answer(hub.post(body, key));
        assertThat(answer(hub.post(body.replace(":", " : "), key))).isEqualTo(first);
        hub.post(body.replace("once", "twice"), key)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://eventfulhq.com/problems/idempotency-key-reused");
    }

    @Test
    void makesOneMessageOfConcurrentRequestsWithOneKey() throws Exception {
        var body = SendFixtures.text(hub.guest(Duration.ofHours(1)), "together");
        var key = key();
        List<Future<String>> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> answer(hub.post(body, key))));
            }
        }
        var distinct = new java.util.HashSet<String>();
        for (var answer : answers) {
            distinct.add(answer.get());
        }
        assertThat(distinct).hasSize(1);
        assertThat(hub.query("SELECT count(*) FROM communications.whatsapp_messages WHERE text_content = 'together'"))
                .containsExactly("1");
    }

    @Test
    void namesTheFieldThatIsUnknownOrWrong() {
        hub.post("{\"to\":\"+34600111222\",\"type\":\"text\",\"txt\":{}}", key())
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/txt");
        hub.post("{\"to\":\"0600\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}", key())
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/to");
        hub.post("{\"to\":\"+34600111222\",\"type\":\"text\",\"text\":{\"body\":7}}", key())
                .expectStatus()
                .isBadRequest()
                .expectBody();
        hub.post("{", key()).expectStatus().isBadRequest().expectBody();
        hub.http()
                .post()
                .uri(SendController.PATH)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody();
    }

    @Test
    void doesNotShowOneTeamWhatBelongsToAnother() {
        var message = hub.send(hub.guest(Duration.ofHours(1)), "ours");
        var other = hub.tokens().service(TeamId.next(), Scopes.WHATSAPP_READ, Scopes.WHATSAPP_SEND);
        hub.http()
                .get()
                .uri(SendController.PATH + "/" + message)
                .headers(headers -> headers.setBearerAuth(other))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody();
        hub.post(
                        "{\"to\":\"+34600111222\",\"phone_number_id\":\"999\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}",
                        key())
                .expectStatus()
                .isNotFound()
                .expectBody();
    }

    @Test
    void refusesABlockedConversation() {
        var conversation = hub.conversation(SendFixtures.stranger(), Duration.ofHours(1));
        hub.execute(
                "UPDATE communications.whatsapp_conversations SET status = 'blocked' WHERE conversation_id = $1",
                conversation.value());
        hub.post(
                        "{\"conversation_id\":\"%s\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}"
                                .formatted(conversation),
                        key())
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://eventfulhq.com/problems/conversation-blocked");
    }

    private org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec template(
            String user, String name, String parameters) {
        return hub.post("""
                {"to":"+%s","type":"template","template":{"name":"%s","language":"en_US","parameters":%s}}""".formatted(user, name, parameters), key());
    }

    private static String answer(org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec response) {
        var body = response.expectStatus().isAccepted().expectBody(String.class).returnResult();
        return String.valueOf(body.getResponseBody());
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
