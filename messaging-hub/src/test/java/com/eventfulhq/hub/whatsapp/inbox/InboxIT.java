package com.eventfulhq.hub.whatsapp.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.token.Scopes;
import com.eventfulhq.hub.HubUnderTest;
import com.eventfulhq.hub.WholeAnswers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What agents read over REST, and what they do not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboxIT {

    private static final String ROOT = "/v1/whatsapp/conversations";
    private static final UserId AGENT = new UserId(UUID.randomUUID());

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final HubUnderTest hub = new HubUnderTest();
    private final WebTestClient http = WebTestClient.bindToServer()
            .baseUrl("http://127.0.0.1:" + hub.port())
            .filter(new WholeAnswers())
            .build();
    private final String ours = hub.tokens.user(AGENT, TeamId.parse(HubUnderTest.TEAM), Scopes.WHATSAPP_READ);
    private String conversation = "";

    @BeforeAll
    void guestsHaveWritten() {
        // Some within one minute, some in different ones: the order must be exact either way.
        IntStream.range(0, 7)
                .forEach(i -> hub.arrive(
                        hub.text("3460" + i, "wamid." + UUID.randomUUID(), "guest " + i, now.minusSeconds(25L * i))));
        // One second for all of them: the page must not lose any to equal times.
        IntStream.range(0, 5)
                .forEach(i -> hub.arrive(hub.text("34600", "wamid." + UUID.randomUUID(), "more " + i, now)));
        await().until(() -> hub.count("SELECT count(*) FROM communications.whatsapp_messages") >= 12);
        conversation = hub.conversationOf("34600");
    }

    @AfterAll
    void stop() {
        hub.close();
    }

    private WebTestClient.ResponseSpec get(String path, @Nullable String token) {
        return http.get()
                .uri(path)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .exchange();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> body(String path) {
        return Objects.requireNonNull(get(path, ours)
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
    }

    @SuppressWarnings("unchecked")
    private List<Object> allPages(String path, String column, int limit) {
        var found = new ArrayList<Object>();
        var next = "?limit=" + limit;
        for (int pages = 0; pages < 20; pages++) {
            var page = body(path + next);
            ((List<Map<String, Object>>) Objects.requireNonNull(page.get("items")))
                    .forEach(item -> found.add(item.get(column)));
            if (page.get("next_cursor") == null) {
                return found;
            }
            next = "?limit=" + limit + "&cursor=" + page.get("next_cursor");
        }
        throw new AssertionError("pages without end");
    }

    @Test
    void pagesShowEachConversationOnceNewestFirst() {
        assertThat(allPages(ROOT, "whatsapp_phone_number", 3))
                .containsExactly("34600", "34601", "34602", "34603", "34604", "34605", "34606");
    }

    @Test
    void pagesShowEachMessageOnceThoughTheyShareASecond() {
        var messages = allPages(ROOT + "/" + conversation + "/messages", "text_content", 2);

        assertThat(messages).containsExactlyInAnyOrder("guest 0", "more 0", "more 1", "more 2", "more 3", "more 4");
        assertThat(messages.getFirst()).isEqualTo("more 4");
    }

    @Test
    void showsOneConversationAndItsWindow() {
        assertThat(body(ROOT + "/" + conversation))
                .containsEntry("phone_number_id", hub.number)
                .containsEntry("profile_name", "Zoë");
        assertThat(body(ROOT + "/" + conversation + "/window"))
                .containsEntry("open", true)
                .containsEntry("expires_at", now.plus(24, ChronoUnit.HOURS).toString());
    }

    @ParameterizedTest
    @CsvSource({"''", "/messages", "/window"})
    void whatBelongsToOthersDoesNotExist(String path) {
        var theirs = hub.tokens.user(AGENT, TeamId.parse(HubUnderTest.OTHER_TEAM), Scopes.WHATSAPP_READ);

        get(ROOT + "/" + conversation + path, theirs)
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://eventfulhq.com/problems/not-found");
    }

    @Test
    void othersSeeAnEmptyList() {
        var theirs = hub.tokens.user(AGENT, TeamId.parse(HubUnderTest.OTHER_TEAM), Scopes.WHATSAPP_READ);

        get(ROOT, theirs)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(0);
    }

    @Test
    void nobodyReadsWithoutATokenOrWithoutTheScope() {
        get(ROOT, null).expectStatus().isUnauthorized();
        get(ROOT, hub.tokens.user(AGENT, TeamId.parse(HubUnderTest.TEAM), Scopes.WHATSAPP_SEND))
                .expectStatus()
                .isForbidden();
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0,/limit",
        "?limit=101,/limit",
        "?limit=many,/limit",
        "?cursor=!,/cursor",
        "?cursor=bm90LW91cnM,/cursor",
        // 31556889864403199.0.<uuid>: a time PostgreSQL cannot hold
        "?cursor=MzE1NTY4ODk4NjQ0MDMxOTkuMC4wMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA,/cursor",
        "/not-a-uuid,/conversation_id"
    })
    void saysWhichFieldIsWrong(String path, String pointer) {
        get(ROOT + path, ours)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }

    @Test
    void aConversationThatNeverWasIsNotFound() {
        get(ROOT + "/" + UUID.randomUUID(), ours).expectStatus().isNotFound();
    }
}
