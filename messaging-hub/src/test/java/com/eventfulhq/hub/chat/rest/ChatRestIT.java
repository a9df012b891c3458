package com.eventfulhq.hub.chat.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.hub.WholeAnswers;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Chats over REST, written by the one writer and read again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatRestIT {

    private static final String ROOT = "/v1/chat/conversations";

    private final HubUnderTest hub = new HubUnderTest();
    private final WebTestClient http = WebTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + hub.port())
            .filter(new WholeAnswers())
            .responseTimeout(Duration.ofSeconds(30))
            .build();
    private final UserId ana = person();
    private final UserId ben = person();

    @AfterAll
    void stop() {
        hub.close();
    }

    private UserId person() {
        var user = UserId.next();
        hub.rows("""
                INSERT INTO security.users (user_id, email, primary_archetype) VALUES (?, ?, 'Fan') RETURNING user_id""", user.value(), user + "@x.example");
        return user;
    }

    private String token(UserId user) {
        return hub.tokens.user(user, null, Scopes.CHAT);
    }

    private WebTestClient.ResponseSpec get(UserId user, String path) {
        return http.get()
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token(user)))
                .exchange();
    }

    private WebTestClient.ResponseSpec post(UserId user, String path, @Nullable String key, String body) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    headers.setBearerAuth(token(user));
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .bodyValue(body)
                .exchange();
    }

    private static JsonNode json(WebTestClient.ResponseSpec response, int status) {
        var body = response.expectStatus()
                .isEqualTo(status)
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        return Json.MAPPER.readTree(Objects.requireNonNull(body));
    }

    private String conversation() {
        var body = "{\"title\":\"Talk\",\"participants\":[\"" + ben + "\"]}";
        return json(post(ana, ROOT, UUID.randomUUID().toString(), body), 201)
                .path("conversation_id")
                .stringValue();
    }

    @Test
    void whatIsSentIsThereAndAnsweredWithItsNumbers() {
        var talk = conversation();

        var sent = json(post(ana, ROOT + "/" + talk + "/messages", "key-1", "{\"content\":\"hello\"}"), 201);

        var message = json(get(ben, ROOT + "/" + talk + "/messages"), 200).at("/messages/0");
        assertThat(sent.path("message_no").longValue()).isEqualTo(1);
        assertThat(sent.has("ok")).isFalse();
        assertThat(message.path("message_id")).isEqualTo(sent.path("message_id"));
        assertThat(message.path("content").stringValue()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"any text", "0198f9a0-0000-7000-8000-000000000001"})
    void aRepeatWithTheSameKeyDoesNothing(String key) {
        var path = ROOT + "/" + conversation() + "/messages";

        var first = json(post(ana, path, key, "{\"content\":\"once\"}"), 201);
        var second = json(post(ana, path, key, "{\"content\":\"once\"}"), 201);

        assertThat(second).isEqualTo(first);
        assertThat(json(get(ana, path), 200).path("messages").size()).isEqualTo(1);
    }

    @Test
    void aConversationIsMadeOncePerKey() {
        var key = UUID.randomUUID().toString();
        var body = "{\"participants\":[\"" + ben + "\"]}";

        assertThat(json(post(ana, ROOT, key, body), 201)).isEqualTo(json(post(ana, ROOT, key, body), 201));
    }

    @Test
    void showsTheConversationWithItsParticipants() {
        var shown = json(get(ben, ROOT + "/" + conversation()), 200);

        assertThat(shown.at("/conversation/title").stringValue()).isEqualTo("Talk");
        assertThat(shown.path("participants").size()).isEqualTo(2);
    }

    @Test
    void eventsFollowANumber() {
        var talk = conversation();
        json(post(ana, ROOT + "/" + talk + "/messages", "k", "{\"content\":\"hello\"}"), 201);

        var events =
                json(get(ben, ROOT + "/" + talk + "/events?after_ev=1"), 200).path("events");

        assertThat(events.size()).isEqualTo(1);
        assertThat(events.at("/0/message/content").stringValue()).isEqualTo("hello");
    }

    @Test
    void conversationsComeInPagesTheLatestFirst() {
        var reader = person();
        var body = "{\"participants\":[\"" + reader + "\"]}";
        var first = json(post(ana, ROOT, "p1" + reader, body), 201).path("conversation_id");
        var second = json(post(ana, ROOT, "p2" + reader, body), 201).path("conversation_id");

        var one = json(get(reader, ROOT + "?limit=1"), 200);
        var two = json(
                get(reader, ROOT + "?limit=1&cursor=" + one.path("next_cursor").stringValue()), 200);

        assertThat(one.at("/items/0/conversation_id")).isEqualTo(second);
        assertThat(two.at("/items/0/conversation_id")).isEqualTo(first);
        assertThat(two.has("next_cursor")).isFalse();
    }

    @Test
    void searchFindsWhatWasSent() {
        var talk = conversation();
        json(post(ana, ROOT + "/" + talk + "/messages", "k", "{\"content\":\"a rare xylophone\"}"), 201);

        assertThat(json(get(ben, "/v1/chat/search?q=xylophone"), 200)
                        .at("/messages/0/conversation_id")
                        .stringValue())
                .isEqualTo(talk);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/messages", "/events?after_ev=0"})
    void whatOthersTalkAboutDoesNotExist(String path) {
        assertThat(json(get(person(), ROOT + "/" + conversation() + path), 404)
                        .path("type")
                        .stringValue())
                .endsWith("/not-found");
    }

    @Test
    void whatOthersTalkAboutCannotBeWrittenTo() {
        post(person(), ROOT + "/" + conversation() + "/messages", "k", "{\"content\":\"let me in\"}")
                .expectStatus()
                .isNotFound();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"content\":\"a\"}| |/client_event_id|400",
                "{\"content\":\"a\",\"client_event_id\":\"0198f9a0-0000-7000-8000-000000000001\"}|k|/client_event_id|400",
                "{\"content\":\"a\",\"op\":\"delete\"}|k|/op|400",
                "{\"content\":\"a\",\"contnet\":\"b\"}|k|/contnet|400",
                "{\"content\":\"a\",\"conversation_id\":\"0198f9a0-0000-7000-8000-000000000001\"}|k|/conversation_id|400",
                "{\"content\":\"\"}|k|/content|422",
                "{\"content\":\"a\",\"message_type\":\"system\"}|k|/message_type|403"
            })
    void saysWhichMemberIsWrong(String body, @Nullable String key, String pointer, int status) {
        var problem = json(post(ana, ROOT + "/" + UUID.randomUUID() + "/messages", key, body), status);

        assertThat(problem.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
    }

    @Test
    void aServiceIsNobodyWhoCouldTakePart() {
        http.get()
                .uri(ROOT)
                .headers(headers -> headers.setBearerAuth(hub.tokens.service(null, Scopes.CHAT)))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void theScopeIsNeeded() {
        http.get()
                .uri(ROOT)
                .headers(headers -> headers.setBearerAuth(hub.tokens.user(ana, null, Scopes.WHATSAPP_READ)))
                .exchange()
                .expectStatus()
                .isForbidden();
    }
}
