package com.eventfulhq.notification.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.SendRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.notification.Asking;
import com.eventfulhq.notification.EngineUnderTest;
import com.eventfulhq.notification.TopicUnderTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a request becomes: which deliveries, with which words, and why not the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanningIT {

    private final EngineUnderTest engine = new EngineUnderTest();
    private final TopicUnderTest sends = new TopicUnderTest(engine, Topics.WHATSAPP_SENDS);

    @AfterAll
    void stop() {
        sends.close();
        engine.close();
    }

    private void arrive(Asking asking) {
        engine.arrive(asking.entry());
        await().until(() -> !story(asking).isEmpty());
    }

    private String status(Asking asking) {
        return String.valueOf(
                engine.rows("SELECT status FROM notification.notifications WHERE idempotency_key = ?", asking.key())
                        .getFirst()
                        .get("status"));
    }

    private List<Map<String, String>> deliveries(Asking asking) {
        return engine.rows("""
                SELECT channel, d.status, error_class, error_detail FROM notification.notification_deliveries d
                JOIN notification.notifications n USING (notification_id) WHERE idempotency_key = ? ORDER BY channel
                """, asking.key());
    }

    private List<String> story(Asking asking) {
        return engine.rows("""
                SELECT concat_ws(' ', event, channel) || coalesce(': ' || reason, '') AS line FROM notification.notification_timeline
                JOIN notification.notifications USING (notification_id) WHERE idempotency_key = ? ORDER BY entry_no
                """, asking.key()).stream()
                .map(row -> String.valueOf(row.get("line")))
                .toList();
    }

    @Test
    void anExpiredRequestIsRecordedAndNotSent() {
        var past = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        var asking = Asking.something().expiresAt(past);

        arrive(asking);

        assertThat(status(asking)).isEqualTo("suppressed");
        assertThat(deliveries(asking)).isEmpty();
        assertThat(story(asking)).contains("suppressed: expired at " + past);
    }

    @Test
    void aChannelTheTemplateIsNotMadeForIsLeftOutWithTheReason() {
        var asking =
                Asking.something().template("news", Map.of("text", "hello")).channels("whatsapp", "in_app");

        arrive(asking);

        assertThat(deliveries(asking)).extracting(row -> row.get("channel")).containsExactly("in_app");
        assertThat(story(asking)).contains("skipped whatsapp: template news is not made for this channel");
    }

    @Test
    void aRequestWithNoChannelLeftIsSuppressed() {
        var asking =
                Asking.something().template("news", Map.of("text", "hello")).channels("whatsapp");

        arrive(asking);

        assertThat(status(asking)).isEqualTo("suppressed");
        assertThat(story(asking)).contains("suppressed: no channel is left");
    }

    @Test
    void aChannelNamedTwiceIsOneDelivery() {
        var asking = Asking.something().channels("in_app", "in_app");

        arrive(asking);

        assertThat(deliveries(asking)).extracting(row -> row.get("channel")).containsExactly("in_app");
    }

    @Test
    void whatsAppGetsValuesOnOneLine() {
        var asking = Asking.something().variables(Map.of("guest", "Ben\n\tand      Zoë ", "date", "12 May"));

        arrive(asking);

        await().until(() -> !sends.about("Ben and Zoë").isEmpty());
        var send = Json.read(sends.about("Ben and Zoë").getFirst().data(), SendRequested.class);
        assertThat(Objects.requireNonNull(send.template()).bodyParameters()).containsExactly("Ben and Zoë", "12 May");
    }

    @Test
    void anEmptyValueFailsOnWhatsAppAndIsToldInTheApp() {
        var asking = Asking.something().variables(Map.of("guest", " \n ", "date", "12 May"));

        arrive(asking);

        await().until(() -> status(asking).equals("sent"));
        assertThat(deliveries(asking))
                .extracting(row -> row.get("channel") + " " + row.get("status") + " " + row.get("error_class"))
                .containsExactly("in_app sent null", "whatsapp failed permanent");
        assertThat(story(asking)).contains("failed whatsapp: variable guest: empty (expected: some text)");
    }
}
