package com.eventfulhq.notification.deliver;

import com.eventfulhq.common.event.CloudEvent;
import com.eventfulhq.common.event.NotificationEvent;
import com.eventfulhq.common.event.SendRequested;
import com.eventfulhq.common.event.Topics;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.log.EventLog;
import com.eventfulhq.common.log.LogEntry;
import com.eventfulhq.notification.ledger.Delivery;
import com.eventfulhq.notification.ledger.NewNotification;
import com.eventfulhq.notification.ledger.Receipt;
import com.eventfulhq.notification.ledger.Receipts;
import com.eventfulhq.notification.ledger.Standing;
import com.eventfulhq.notification.plan.Plan;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Hands deliveries to their channels. In-app: the recipient's live channel is told, and the row says sent. WhatsApp: a record
 * for the hub's sender, whose message id is the delivery's own, so that a repeat is the same message; its receipts say the rest.
 */
@Component
public final class Deliveries {

    private static final String SOURCE = "/notification-engine";

    private final EventLog log;
    private final NotificationEvents events;
    private final Receipts receipts;
    private final Clock clock;

    Deliveries(EventLog log, NotificationEvents events, Receipts receipts, Clock clock) {
        this.log = log;
        this.events = events;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** Hands over what has not left yet; completes when the log has everything that must not be lost. */
    public Mono<Void> deliver(
            List<Delivery> queued, List<NewNotification> notifications, Map<TeamId, PhoneNumberId> numbers) {
        Map<Object, NewNotification> byId = new HashMap<>();
        notifications.forEach(notification -> byId.put(notification.notificationId(), notification));
        List<LogEntry> sends = new ArrayList<>();
        List<NotificationEvents.Identified> created = new ArrayList<>();
        List<Receipt> sent = new ArrayList<>();
        for (var delivery : queued) {
            var notification = Objects.requireNonNull(byId.get(delivery.notificationId()));
            switch (delivery.channel()) {
                case Plan.WHATSAPP -> sends.add(send(delivery, notification, numbers));
                default -> {
                    created.add(created(notification));
                    sent.add(new Receipt(delivery.deliveryId(), Standing.SENT, clock.instant(), null, null, null));
                }
            }
        }
        return log.append(sends)
                .then(Mono.defer(() -> events.publish(created)))
                .then(Mono.defer(() -> sent.isEmpty() ? Mono.empty() : receipts.apply(sent)))
                .then();
    }

    private NotificationEvents.Identified created(NewNotification notification) {
        return new NotificationEvents.Identified(
                notification.notificationId() + ":created",
                notification.trace(),
                new NotificationEvent.Created(
                        notification.notificationId(),
                        notification.request().recipientUserId(),
                        notification.rendered().title(),
                        notification.rendered().message(),
                        clock.instant()));
    }

    private LogEntry send(Delivery delivery, NewNotification notification, Map<TeamId, PhoneNumberId> numbers) {
        var team = Objects.requireNonNull(
                notification.request().teamId(), "a WhatsApp delivery is planned for teams only");
        var number = Objects.requireNonNull(numbers.get(team), "a WhatsApp delivery is planned with a number only");
        var template = notification.template();
        var send = new SendRequested(
                new MessageId(delivery.deliveryId().value()),
                team,
                number,
                delivery.address(),
                null,
                null,
                new SendRequested.Template(
                        Objects.requireNonNull(template.whatsappTemplate()),
                        template.whatsappLanguage(),
                        notification.rendered().whatsappParameters()),
                delivery.deliveryId().toString(),
                notification.request().expiresAt());
        var attributes = new CloudEvent(
                delivery.deliveryId() + ":send",
                SendRequested.TYPE,
                SOURCE,
                clock.instant(),
                notification.trace().child());
        return new LogEntry(Topics.WHATSAPP_SENDS, number + ":" + delivery.address(), attributes, Json.bytes(send));
    }
}
