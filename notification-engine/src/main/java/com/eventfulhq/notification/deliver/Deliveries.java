package com.eventfulhq.notification.deliver;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.NotificationEvent;
import com.eventfulhq.common.event.SendRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.notification.ledger.DeliveryMeters;
import com.eventfulhq.notification.ledger.Departure;
import com.eventfulhq.notification.ledger.Receipt;
import com.eventfulhq.notification.ledger.Receipts;
import com.eventfulhq.notification.ledger.Standing;
import com.eventfulhq.notification.plan.Plan;
import com.eventfulhq.notification.render.Content;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Hands deliveries to their channels. In-app: the recipient's live channel is told, and the row says sent. WhatsApp: a record
 * for the hub's sender, whose message id is the delivery's own, so that a repeat is the same message; its receipts say the rest.
 * What has expired by now stays here, and the row says so.
 */
@Component
public final class Deliveries {

    private static final String SOURCE = "/notification-engine";

    private final EventLog log;
    private final NotificationEvents events;
    private final Receipts receipts;
    private final DeliveryMeters meters;
    private final Clock clock;

    Deliveries(EventLog log, NotificationEvents events, Receipts receipts, DeliveryMeters meters, Clock clock) {
        this.log = log;
        this.events = events;
        this.receipts = receipts;
        this.meters = meters;
        this.clock = clock;
    }

    /** Hands over what has not left yet; completes when the log has everything that must not be lost. */
    public Mono<Void> deliver(List<Departure> departures, Map<NotificationId, TraceContext> traces) {
        var leaving = new Leaving(clock.instant(), traces, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        departures.forEach(leaving::add);
        return log.append(leaving.sends)
                .doOnSuccess(done -> leaving.sends.forEach(send -> meters.handedOver(Plan.WHATSAPP)))
                .then(Mono.defer(() -> events.publish(leaving.created)))
                .then(Mono.defer(() -> receipts.apply(leaving.settled)))
                .then();
    }

    /**
     * What is to be done for a batch.
     *
     * @param settled deliveries whose fate is known as soon as the rest is done
     */
    private record Leaving(
            Instant now,
            Map<NotificationId, TraceContext> traces,
            List<LogEntry> sends,
            List<NotificationEvents.Identified> created,
            List<Receipt> settled) {

        void add(Departure departure) {
            if (Plan.isExpired(departure.expiresAt(), now)) {
                settle(departure, Standing.SUPPRESSED, "expired at " + departure.expiresAt() + ", before it left");
                return;
            }
            switch (departure.content()) {
                case Content.InApp words -> {
                    created.add(created(departure, words));
                    settle(departure, Standing.SENT, null);
                }
                case Content.WhatsApp template -> sends.add(send(departure, template));
            }
        }

        private void settle(Departure departure, String status, @org.jspecify.annotations.Nullable String reason) {
            settled.add(new Receipt(
                    departure.deliveryId(),
                    status,
                    now,
                    null,
                    null,
                    reason,
                    trace(departure).traceparent()));
        }

        private TraceContext trace(Departure departure) {
            return traces.getOrDefault(departure.notificationId(), TraceContext.start());
        }

        private NotificationEvents.Identified created(Departure departure, Content.InApp words) {
            return new NotificationEvents.Identified(
                    departure.notificationId() + ":created",
                    trace(departure),
                    new NotificationEvent.Created(
                            departure.notificationId(),
                            departure.recipient(),
                            words.title(),
                            words.message(),
                            departure.createdAt()));
        }

        private LogEntry send(Departure departure, Content.WhatsApp content) {
            var send = new SendRequested(
                    new MessageId(departure.deliveryId().value()),
                    content.team(),
                    content.number(),
                    departure.address(),
                    null,
                    null,
                    new SendRequested.Template(content.template(), content.language(), content.parameters()),
                    departure.deliveryId().toString(),
                    departure.expiresAt());
            var attributes = new CloudEvent(
                    departure.deliveryId() + ":send",
                    SendRequested.TYPE,
                    SOURCE,
                    now,
                    trace(departure).child());
            return new LogEntry(
                    Topics.WHATSAPP_SENDS, content.number() + ":" + departure.address(), attributes, Json.bytes(send));
        }
    }
}
