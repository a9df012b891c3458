package com.eventfulhq.notification.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.NotificationEvent;
import com.eventfulhq.common.event.SendRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.log.LogRecord;
import com.eventfulhq.common.log.LogUnavailable;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.infra.embedded.TestServers;
import com.eventfulhq.notification.Asking;
import com.eventfulhq.notification.EngineUnderTest;
import com.eventfulhq.notification.TopicUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The process dies between the rows and the departure, or between the departure and the acknowledgement, and the record is read
 * again: what was decided goes out, once, whatever has changed meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashReplayIT {

    private final EngineUnderTest engine = new EngineUnderTest();
    private final Intake intake = engine.bean(Intake.class);
    private final AtomicLong offset = new AtomicLong(1_000_000);
    private final TopicUnderTest sends = new TopicUnderTest(engine, Topics.WHATSAPP_SENDS);
    private final TopicUnderTest events = new TopicUnderTest(engine, Topics.NOTIFICATION_EVENTS);

    @AfterEach
    void theTemplateIsAsItWas() {
        template("Hello {{{guest}}}, on {{{date}}}.", true);
    }

    @AfterAll
    void stop() {
        sends.close();
        events.close();
        engine.close();
    }

    /** The request as it would be read from one place of the log. */
    private LogRecord read(Asking asking) {
        var entry = asking.entry();
        var headers =
                new RecordHeaders().add(CloudEvent.TYPE, entry.event().type().getBytes(StandardCharsets.UTF_8));
        return new LogRecord(
                entry.topic(), 0, offset.incrementAndGet(), 0, entry.key(), Instant.now(), headers, entry.data());
    }

    private void handle(LogRecord record) {
        intake.handle(List.of(record)).block();
    }

    /** The rows are committed; nothing leaves, because the log is gone before it could. */
    private void dieBeforeTheDeparture(LogRecord record) throws Exception {
        var kafka = TestServers.get().kafka();
        kafka.stop();
        try {
            assertThatThrownBy(() -> handle(record)).hasMessageContaining("log");
            // Until the producer has given up, too: a dead process writes nothing afterwards.
            await().until(() -> engine.bean(EventLog.class).inFlightBytes() == 0);
        } finally {
            kafka.start();
            await().ignoreExceptionsInstanceOf(LogUnavailable.class).until(this::theLogTakesWhatComes);
        }
    }

    /** The reader would try again for as long as it takes. */
    private boolean theLogTakesWhatComes() {
        for (var topic : List.of(Topics.WHATSAPP_SENDS, Topics.NOTIFICATION_EVENTS)) {
            var event = new CloudEvent("test", "test", "/test", Instant.now(), TraceContext.start());
            engine.arrive(new LogEntry(topic, "test", event, new byte[0]));
        }
        return true;
    }

    private void template(String body, boolean active) {
        engine.rows(
                "UPDATE notification.notification_templates SET body_template = ?, is_active = ? WHERE template_name = 'reminder' RETURNING 1",
                body,
                active);
    }

    private List<Map<String, String>> deliveries(Asking asking) {
        return engine.rows("""
                SELECT delivery_id, notification_id, channel, d.status FROM notification.notification_deliveries d
                JOIN notification.notifications n USING (notification_id) WHERE idempotency_key = ? ORDER BY channel
                """, asking.key());
    }

    private List<String> standing(Asking asking) {
        return deliveries(asking).stream()
                .map(row -> row.get("channel") + " " + row.get("status"))
                .toList();
    }

    private String id(Asking asking, int row, String column) {
        return Objects.requireNonNull(deliveries(asking).get(row).get(column));
    }

    @Test
    void deadBeforeTheDepartureTheReplaySendsWhatWasDecided() throws Exception {
        var asking = Asking.something().variables(Map.of("guest", "Zoë", "date", "13 May"));
        var record = read(asking);
        dieBeforeTheDeparture(record);
        assertThat(standing(asking)).containsExactly("in_app queued", "whatsapp queued");
        template("Something else, {{{nobody_gives_this}}}.", false);

        handle(record);

        assertThat(standing(asking)).containsExactly("in_app sent", "whatsapp queued");
        var delivery = id(asking, 1, "delivery_id");
        var notification = id(asking, 0, "notification_id");
        await().until(() ->
                sends.about(delivery).size() == 1 && events.about(notification).size() == 1);
        var send = Json.read(sends.about(delivery).getFirst().data(), SendRequested.class);
        assertThat(send.messageId().toString()).isEqualTo(delivery);
        assertThat(Objects.requireNonNull(send.template()).bodyParameters()).containsExactly("Zoë", "13 May");
        var created = (NotificationEvent.Created)
                Json.read(events.about(notification).getFirst().data(), NotificationEvent.class);
        assertThat(created.message()).isEqualTo("Hello Zoë, on 13 May.");
        assertThat(created.title()).isEqualTo("On 13 May");
    }

    @Test
    void deadAfterTheDepartureTheReplayIsTheSameMessageAgain() {
        var asking = Asking.something();
        var record = read(asking);
        handle(record);
        template("Something else.", true);

        handle(record);

        var delivery = id(asking, 1, "delivery_id");
        var notification = id(asking, 0, "notification_id");
        // Two topics, two readers: neither is as far as the other for certain.
        await().until(() ->
                sends.about(delivery).size() == 2 && !events.about(notification).isEmpty());
        assertThat(sends.about(delivery)).extracting(LogRecord::id).containsOnly(delivery + ":send");
        assertThat(sends.about(delivery).get(0).data())
                .isEqualTo(sends.about(delivery).get(1).data());
        assertThat(events.about(notification)).hasSize(1);
        assertThat(standing(asking)).containsExactly("in_app sent", "whatsapp queued");
    }

    @Test
    void aDeliveryThatExpiredMeanwhileDoesNotLeave() throws Exception {
        var expires = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        var asking = Asking.something().expiresAt(expires);
        var record = read(asking);
        dieBeforeTheDeparture(record);
        var past = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        engine.rows(
                "UPDATE notification.notifications SET expires_at = ?::timestamptz WHERE idempotency_key = ? RETURNING 1",
                past.toString(),
                asking.key());
        var witness = Asking.something();

        handle(record);
        handle(read(witness));

        await().until(() -> !sends.about(id(witness, 1, "delivery_id")).isEmpty());
        assertThat(sends.about(id(asking, 1, "delivery_id"))).isEmpty();
        assertThat(standing(asking)).containsExactly("in_app suppressed", "whatsapp suppressed");
        assertThat(engine.rows("""
                        SELECT n.status, t.reason FROM notification.notification_timeline t
                        JOIN notification.notifications n USING (notification_id)
                        WHERE idempotency_key = ? AND event = 'suppressed' AND channel = 'whatsapp'
                        """, asking.key()))
                .containsExactly(Map.of("status", "suppressed", "reason", "expired at " + past + ", before it left"));
    }

    @Test
    void rowsThatWereLostAreMadeAgainUnderTheSameIds() {
        var asking = Asking.something();
        var record = read(asking);
        handle(record);
        var before =
                deliveries(asking).stream().map(row -> row.get("delivery_id")).toList();
        for (var table : List.of("notification_timeline", "notification_deliveries", "notifications")) {
            engine.rows("DELETE FROM notification." + table + " WHERE notification_id IN"
                    + " (SELECT notification_id FROM notification.notifications WHERE idempotency_key = '"
                    + asking.key() + "') RETURNING 1");
        }

        handle(record);

        assertThat(deliveries(asking)).extracting(row -> row.get("delivery_id")).isEqualTo(before);
    }
}
