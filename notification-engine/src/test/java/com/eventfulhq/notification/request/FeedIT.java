package com.eventfulhq.notification.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.notification.EngineUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A person's own notifications, newest first, page by page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedIT {

    private final EngineUnderTest engine = new EngineUnderTest();
    /** Nobody else's: what other tests left on the log may still come, but for other people. */
    private final UserId cleo = new UserId(UUID.randomUUID());

    private final String token = engine.token(cleo, null);
    private final List<String> newestFirst = new ArrayList<>();

    /** Two of each moment: the time alone does not say which comes next. */
    @BeforeAll
    void sevenNotifications() {
        engine.rows(
                "INSERT INTO security.users (user_id, name, email, primary_archetype) VALUES (?::uuid, 'Cleo', 'cleo@example.org', 'Fan') RETURNING 1",
                cleo.toString());
        for (int i = 1; i <= 7; i++) {
            insert(cleo.toString(), "sent", "2026-05-01T10:00:0" + i / 2 + "Z");
        }
        insert(cleo.toString(), "suppressed", "2026-05-01T10:00:09Z");
        insert(EngineUnderTest.ANA.toString(), "sent", "2026-05-01T10:00:02Z");
        engine.rows(
                        "SELECT notification_id FROM notification.notifications WHERE recipient_user_id = ?::uuid AND status = 'sent' ORDER BY created_at DESC, notification_id DESC",
                        cleo.toString())
                .forEach(row -> newestFirst.add(row.get("notification_id")));
    }

    @AfterAll
    void stop() {
        engine.close();
    }

    private void insert(String recipient, String status, String at) {
        engine.rows(
                "INSERT INTO notification.notifications (notification_id, recipient_user_id, message, producer, idempotency_key, status, created_at) VALUES (gen_random_uuid(), ?::uuid, 'm', 'test', ?, ?, ?::timestamptz) RETURNING 1",
                recipient,
                UUID.randomUUID().toString(),
                status,
                at);
    }

    private JsonNode page(String query) throws Exception {
        return Json.MAPPER.readTree(
                engine.get(token, "/v1/notifications" + query).body());
    }

    @Test
    void everyPageGoesOnWhereTheLastEnded() throws Exception {
        List<String> seen = new ArrayList<>();
        var page = page("?limit=2");
        while (true) {
            page.path("items")
                    .forEach(item -> seen.add(item.path("notification_id").asString()));
            var next = page.path("next_cursor").asString("");
            if (next.isEmpty()) {
                break;
            }
            page = page("?limit=2&cursor=" + next);
        }

        assertThat(seen).containsExactlyElementsOf(newestFirst);
    }

    @Test
    void isShortEnoughForOnePage() throws Exception {
        assertThat(page("").path("items")).hasSize(7);
        assertThat(page("").path("next_cursor").asString("")).isEmpty();
    }

    @Test
    void whatIsReadIsReadOnce() throws Exception {
        var id = newestFirst.getFirst();

        var done = engine.post(token, "/v1/notifications/" + id + "/read").statusCode();
        var first = page("?limit=1").path("items").get(0).path("read_at").asString("");
        engine.post(token, "/v1/notifications/" + id + "/read");
        var second = page("?limit=1").path("items").get(0).path("read_at").asString("");

        assertThat(done).isEqualTo(204);
        assertThat(first).isNotEmpty().isEqualTo(second);
    }
}
