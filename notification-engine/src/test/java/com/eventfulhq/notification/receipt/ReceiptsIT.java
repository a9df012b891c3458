package com.eventfulhq.notification.receipt;

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
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.notification.Asking;
import com.eventfulhq.notification.EngineUnderTest;
import com.eventfulhq.notification.TopicUnderTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Receipts come in thousands, early, late and again; each delivery ends where it belongs and its story has no gap. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceiptsIT {

    private final EngineUnderTest engine = new EngineUnderTest("eventful.notification.parked.sweep-every=200ms");
    private final TopicUnderTest events = new TopicUnderTest(engine, Topics.NOTIFICATION_EVENTS);

    @AfterAll
    void stop() {
        events.close();
        engine.close();
    }

    private String one(String query, Object... parameters) {
        return Objects.requireNonNull(
                engine.rows(query, parameters).getFirst().values().iterator().next());
    }

    private long count(String query, Object... parameters) {
        return Long.parseLong(one(query, parameters));
    }

    private double counted(String outcome) {
        return engine.bean(MeterRegistry.class)
                .counter("eventful.notification.receipts", "outcome", outcome)
                .count();
    }

    /** A delivery that has been handed to the hub. */
    private String delivery() {
        var asking = Asking.something();
        engine.arrive(asking.entry());
        await().until(() -> count(
                        "SELECT count(*) FROM notification.notifications WHERE idempotency_key = ? AND status = 'sent'",
                        asking.key())
                == 1);
        return one(
                "SELECT delivery_id FROM notification.notification_deliveries JOIN notification.notifications n USING (notification_id) WHERE idempotency_key = ? AND channel = 'whatsapp'",
                asking.key());
    }

    private long parked(String delivery) {
        return count("SELECT count(*) FROM notification.parked_receipts WHERE delivery_id = ?::uuid", delivery);
    }

    private String status(String delivery) {
        return one("SELECT status FROM notification.notification_deliveries WHERE delivery_id = ?::uuid", delivery);
    }

    private static LogEntry receipt(String delivery, String status) {
        return receipt(MessageId.parse(delivery), delivery, status, TraceContext.start());
    }

    private static LogEntry receipt(MessageId message, @Nullable String reference, String status, TraceContext trace) {
        WhatsAppEvent event = new WhatsAppEvent.MessageStatus(
                ConversationId.next(),
                EngineUnderTest.TEAM,
                new PhoneNumberId("pn-1"),
                message,
                "wamid." + message,
                status,
                Instant.now(),
                status.equals("failed") ? 131026 : null,
                status.equals("failed") ? "Message undeliverable" : null,
                reference);
        return new LogEntry(
                Topics.WHATSAPP_EVENTS,
                "one conversation",
                new CloudEvent(UUID.randomUUID().toString(), event.type(), "/hub", Instant.now(), trace),
                Json.MAPPER.writerFor(WhatsAppEvent.class).writeValueAsBytes(event));
    }

    /** The ids of what was told of a delivery's notification. */
    private List<String> told(String delivery) {
        return events
                .about(one(
                        "SELECT notification_id FROM notification.notification_deliveries WHERE delivery_id = ?::uuid",
                        delivery))
                .stream()
                .map(LogRecord::id)
                .filter(id -> id.startsWith(delivery))
                .toList();
    }

    @Test
    void aBatchMovesManyDeliveriesEachThroughAllItsSteps() {
        List<String> deliveries = new ArrayList<>();
        List<LogEntry> receipts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            var delivery = delivery();
            deliveries.add(delivery);
            for (var status : List.of("sent", "delivered", "sent", "read", "delivered")) {
                receipts.add(receipt(delivery, status));
            }
        }

        engine.arrive(receipts.toArray(LogEntry[]::new));

        await().until(() ->
                deliveries.stream().allMatch(delivery -> status(delivery).equals("opened")));
        for (var delivery : deliveries) {
            assertThat(engine.rows("""
                            SELECT string_agg(event, ' ' ORDER BY entry_no) AS story, (max(entry_no) = count(*))::text AS gapless
                            FROM notification.notification_timeline JOIN notification.notification_deliveries d USING (notification_id)
                            WHERE delivery_id = ?::uuid
                            """, delivery))
                    .containsExactly(Map.of(
                            "story", "accepted planned planned skipped sent sent delivered opened", "gapless", "true"));
            assertThat(one(
                            "SELECT array_to_string(channels_sent, ',') FROM notification.notifications JOIN notification.notification_deliveries USING (notification_id) WHERE delivery_id = ?::uuid",
                            delivery))
                    .isEqualTo("in_app,whatsapp");
        }
        await().until(() -> told(deliveries.getLast()).size() == 3);
        assertThat(told(deliveries.getLast()))
                .containsExactly(
                        deliveries.getLast() + ":sent",
                        deliveries.getLast() + ":delivered",
                        deliveries.getLast() + ":opened");
    }

    @Test
    void aFailureIsKeptWithItsReason() {
        var delivery = delivery();

        engine.arrive(receipt(delivery, "failed"));

        await().until(() -> status(delivery).equals("failed"));
        assertThat(engine.rows(
                        "SELECT error_code, error_detail, provider_message_id FROM notification.notification_deliveries WHERE delivery_id = ?::uuid",
                        delivery))
                .containsExactly(Map.of(
                        "error_code",
                        "131026",
                        "error_detail",
                        "Message undeliverable",
                        "provider_message_id",
                        "wamid." + delivery));
    }

    @Test
    void aReceiptThatComesBeforeItsDeliveryWaitsForIt() {
        var delivery = delivery();
        engine.rows(
                "WITH gone AS (DELETE FROM notification.notification_deliveries WHERE delivery_id = ?::uuid RETURNING *) INSERT INTO notification.parked_receipts SELECT delivery_id, 'marker', to_jsonb(gone), now(), now() + interval '1 day' FROM gone RETURNING 1",
                delivery);

        engine.arrive(receipt(delivery, "delivered"), receipt(delivery, "sent"));
        await().until(() -> parked(delivery) == 3);
        engine.rows("""
                WITH back AS (DELETE FROM notification.parked_receipts WHERE delivery_id = ?::uuid AND status = 'marker' RETURNING payload)
                INSERT INTO notification.notification_deliveries
                SELECT r.* FROM back, jsonb_populate_record(NULL::notification.notification_deliveries, back.payload) r RETURNING 1
                """, delivery);

        await().until(() -> status(delivery).equals("delivered"));
        await().until(() ->
                count("SELECT count(*) FROM notification.parked_receipts WHERE delivery_id = ?::uuid", delivery) == 0);
        await().until(() -> told(delivery).contains(delivery + ":delivered"));
    }

    @Test
    void aReceiptNobodyClaimsIsLetGo() {
        var never = UUID.randomUUID().toString();
        engine.arrive(receipt(never, "sent"));
        await().until(() -> parked(never) == 1);
        double givenUp = counted("given-up");

        engine.rows(
                "UPDATE notification.parked_receipts SET expires_at = now() - interval '1 second' WHERE delivery_id = ?::uuid RETURNING 1",
                never);

        await().until(() -> counted("given-up") > givenUp);
        assertThat(parked(never)).isZero();
    }

    @Test
    void somebodyElsesReferenceIsNotOurs() {
        var delivery = delivery();
        var witness = delivery();
        var message = MessageId.next();
        var theirs = UUID.randomUUID().toString();

        engine.arrive(
                receipt(message, delivery, "failed", TraceContext.start()),
                receipt(message, theirs, "sent", TraceContext.start()),
                receipt(message, null, "sent", TraceContext.start()));
        engine.arrive(receipt(witness, "sent"));

        await().until(() -> status(witness).equals("sent"));
        assertThat(status(delivery)).isEqualTo("queued");
        assertThat(parked(theirs) + parked(message.toString()) + parked(delivery))
                .isZero();
    }

    @Test
    void oneTraceFollowsTheReceipt() {
        var delivery = delivery();
        var trace = TraceContext.start();

        engine.arrive(receipt(MessageId.parse(delivery), delivery, "delivered", trace));

        await().until(() -> !told(delivery).isEmpty());
        assertThat(events.about(one(
                                "SELECT notification_id FROM notification.notification_deliveries WHERE delivery_id = ?::uuid",
                                delivery))
                        .getLast()
                        .trace()
                        .traceId())
                .isEqualTo(trace.traceId());
    }
}
