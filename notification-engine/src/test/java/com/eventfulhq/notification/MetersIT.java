package com.eventfulhq.notification;

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
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What can be seen from outside of each stage. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetersIT {

    private static final String BODY = "{\"recipient_user_id\":\"" + EngineUnderTest.BEN
            + "\",\"template_name\":\"reminder\",\"variables\":{\"guest\":\"Ben\",\"date\":\"12 May\"}}";

    private final EngineUnderTest engine = new EngineUnderTest();
    private final String token = engine.token(EngineUnderTest.TEAM);

    @AfterAll
    void stop() {
        engine.close();
    }

    private double requests(String door, String outcome) {
        return counted("requests", "door", door, "outcome", outcome);
    }

    private double deliveries(String channel, String outcome) {
        return counted("deliveries", "channel", channel, "outcome", outcome);
    }

    private double counted(String name, String... tags) {
        return engine.bean(MeterRegistry.class)
                .counter("eventful.notification." + name, tags)
                .count();
    }

    private long timed(String channel) {
        var timer = engine.bean(MeterRegistry.class)
                .find("eventful.notification.delivery.time")
                .tag("channel", channel)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    @Test
    void countsWhatWasAnswered() throws Exception {
        var key = UUID.randomUUID().toString();
        engine.post(token, key, BODY);
        engine.post(token, key, BODY);
        engine.post(token, key, BODY.replace("12 May", "13 May"));
        engine.post(token, key, "{");
        engine.post(token, UUID.randomUUID().toString(), BODY.replace("reminder", "no such"));
        engine.post(engine.token(EngineUnderTest.OTHER_TEAM), key, BODY);
        engine.post(token, "", BODY);

        assertThat(requests("http", "accepted")).isEqualTo(1);
        assertThat(requests("http", "repeated")).isEqualTo(1);
        assertThat(requests("http", "idempotency-key-reused")).isEqualTo(1);
        assertThat(requests("http", "invalid-request")).isEqualTo(2);
        assertThat(requests("http", "invalid-value")).isEqualTo(1);
        assertThat(requests("http", "not-found")).isEqualTo(1);
    }

    @Test
    void countsWhatWasPlannedAndBuried() {
        var asking = Asking.something();
        Map<String, Double> before = new HashMap<>();
        var outcomes = List.of(
                "planned", "repeated", "suppressed", "key-reused", "unknown-template", "missing-variable", "invalid");
        outcomes.forEach(outcome -> before.put(outcome, requests("log", outcome)));

        engine.arrive(
                asking.entry(),
                asking.entry(),
                asking.variables(Map.of("guest", "Zoë", "date", "12 May")).entry(),
                Asking.something().expiresAt(Instant.now().minusSeconds(1)).entry(),
                Asking.something().template("no such", Map.of()).entry(),
                Asking.something().variables(Map.of("guest", "Zoë")).entry(),
                Asking.something().variables(Map.of("guest", "\0")).entry());

        await().untilAsserted(() -> assertThat(outcomes)
                .allMatch(outcome -> requests("log", outcome) > Objects.requireNonNull(before.get(outcome))));
    }

    @Test
    void countsAndTimesDeliveriesUntilTheyAreThere() {
        double handedOver = deliveries("whatsapp", "handed-over");
        double inApp = deliveries("in_app", "sent");
        long told = timed("in_app");
        double failed = deliveries("whatsapp", "failed");
        double opened = deliveries("whatsapp", "opened");
        double applied = counted("receipts", "outcome", "applied");
        double ignored = counted("receipts", "outcome", "ignored");
        long there = timed("whatsapp");
        var asking = Asking.something();

        engine.arrive(
                asking.entry(),
                Asking.something()
                        .variables(Map.of("guest", "", "date", "12 May"))
                        .entry());
        await().until(() -> deliveries("in_app", "sent") >= inApp + 2 && deliveries("whatsapp", "failed") > failed);
        var delivery = Objects.requireNonNull(engine.rows(
                        "SELECT delivery_id FROM notification.notification_deliveries JOIN notification.notifications n USING (notification_id) WHERE idempotency_key = ? AND channel = 'whatsapp'",
                        asking.key())
                .getFirst()
                .get("delivery_id"));
        engine.arrive(receipt(delivery, "read"), receipt(delivery, "sent"));

        await().until(() -> deliveries("whatsapp", "opened") > opened);
        await().until(() -> counted("receipts", "outcome", "ignored") > ignored);
        assertThat(counted("receipts", "outcome", "applied")).isGreaterThan(applied);
        assertThat(deliveries("whatsapp", "handed-over")).isGreaterThan(handedOver);
        assertThat(timed("whatsapp")).isGreaterThan(there);
        assertThat(timed("in_app")).isGreaterThan(told);
    }

    private static LogEntry receipt(String delivery, String status) {
        WhatsAppEvent event = new WhatsAppEvent.MessageStatus(
                new ConversationId(new UUID(1, 1)),
                EngineUnderTest.TEAM,
                new PhoneNumberId("pn-1"),
                MessageId.parse(delivery),
                "wamid." + delivery,
                status,
                Instant.now(),
                null,
                null,
                delivery);
        return new LogEntry(
                Topics.WHATSAPP_EVENTS,
                "one conversation",
                new CloudEvent(UUID.randomUUID().toString(), event.type(), "/hub", Instant.now(), TraceContext.start()),
                Json.MAPPER.writerFor(WhatsAppEvent.class).writeValueAsBytes(event));
    }

    @Test
    void prometheusSeesThem() throws Exception {
        engine.arrive(Asking.something().entry());

        await().until(() ->
                engine.get("", "/actuator/prometheus").body().contains("eventful_notification_deliveries_total"));
        assertThat(engine.get("", "/actuator/prometheus").body())
                .contains("eventful_notification_requests_total", "eventful_notification_receipts_total");
    }
}
