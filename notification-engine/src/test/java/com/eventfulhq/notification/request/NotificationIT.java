package com.eventfulhq.notification.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.notification.EngineUnderTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotificationIT {

    private static final String BODY = "{\"recipient_user_id\":\"" + EngineUnderTest.BEN
            + "\",\"template_name\":\"reminder\",\"variables\":{\"guest\":\"Ben\",\"date\":\"12 May\"}}";

    private final EngineUnderTest engine = new EngineUnderTest();
    private final String token = engine.token(EngineUnderTest.TEAM);

    @AfterAll
    void stop() {
        engine.close();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static UUID id(HttpResponse<String> answer) {
        return UUID.fromString(
                Json.MAPPER.readTree(answer.body()).path("notification_id").asString());
    }

    private UUID accepted() throws IOException, InterruptedException {
        var id = id(engine.post(token, key(), BODY));
        await().until(() -> status(id, "in_app").equals(List.of("sent")));
        return id;
    }

    private List<String> status(UUID id, String channel) {
        return engine
                .rows(
                        "SELECT status FROM notification.notification_deliveries WHERE notification_id = ? AND channel = ?",
                        id,
                        channel)
                .stream()
                .flatMap(row -> row.values().stream())
                .toList();
    }

    private void receipt(UUID notification, String status) {
        var delivery = engine.rows(
                        "SELECT delivery_id FROM notification.notification_deliveries WHERE notification_id = ? AND channel = 'whatsapp'",
                        notification)
                .getFirst()
                .values()
                .iterator()
                .next();
        WhatsAppEvent event = new WhatsAppEvent.MessageStatus(
                ConversationId.next(),
                EngineUnderTest.TEAM,
                new PhoneNumberId("pn-1"),
                MessageId.parse(delivery),
                "wamid." + delivery,
                status,
                Instant.now(),
                null,
                null,
                delivery);
        engine.arrive(new LogEntry(
                Topics.WHATSAPP_EVENTS,
                "one conversation",
                new CloudEvent(key(), event.type(), "/test", Instant.now(), TraceContext.start()),
                Json.MAPPER.writerFor(WhatsAppEvent.class).writeValueAsBytes(event)));
    }

    @Test
    void tellsTheRecipientOnEveryPlannedChannel() throws Exception {
        var id = accepted();

        assertThat(engine.rows(
                        "SELECT title, message, status FROM notification.notifications WHERE notification_id = ?", id))
                .containsExactly(Map.of("title", "On 12 May", "message", "Hello Ben, on 12 May.", "status", "sent"));
    }

    @Test
    void saysWhyAChannelWasLeftOut() throws Exception {
        var id = accepted();

        assertThat(engine.rows(
                        "SELECT channel, reason FROM notification.notification_timeline WHERE notification_id = ? AND event = 'skipped'",
                        id))
                .containsExactly(Map.of("channel", "email", "reason", "channel is not offered yet"));
    }

    @Test
    void followsTheReceiptsForwardOnly() throws Exception {
        var id = accepted();

        receipt(id, "read");
        await().until(() -> status(id, "whatsapp").equals(List.of("opened")));
        receipt(id, "delivered");
        receipt(id, "failed");
        var witness = accepted();
        receipt(witness, "delivered");
        await().until(() -> status(witness, "whatsapp").equals(List.of("delivered")));

        assertThat(status(id, "whatsapp")).containsExactly("opened");
    }

    @Test
    void numbersTheStoryWithoutGaps() throws Exception {
        var id = accepted();
        receipt(id, "sent");
        receipt(id, "delivered");
        await().until(() -> status(id, "whatsapp").equals(List.of("delivered")));

        assertThat(engine.rows(
                        "SELECT (max(entry_no) = count(*))::text AS gapless FROM notification.notification_timeline WHERE notification_id = ?",
                        id))
                .containsExactly(Map.of("gapless", "true"));
    }

    @Test
    void aRequestNobodyCanReadStopsNobody() throws Exception {
        engine.arrive(new LogEntry(
                Topics.NOTIFICATION_REQUESTS,
                EngineUnderTest.BEN.toString(),
                new CloudEvent(key(), "notification.requested", "/test", Instant.now(), TraceContext.start()),
                new byte[] {1, 2, 3}));

        assertThat(accepted()).isNotNull();
    }
}
