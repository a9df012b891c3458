package com.eventfulhq.notification.ledger;

import static com.eventfulhq.notification.ledger.Ledger.column;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.event.NotificationEvent;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Moves deliveries forward by what became of them, and their notifications with them, in one transaction with the story. */
@Component
public final class Receipts {

    /** The notifications are locked first, always in this order: entries are numbered without gaps. */
    private static final String LOCK = """
            SELECT n.notification_id, n.recipient_user_id FROM notification.notifications n
            WHERE n.notification_id IN (SELECT notification_id FROM notification.notification_deliveries WHERE delivery_id = ANY($1))
            ORDER BY n.notification_id FOR UPDATE
            """;

    private static final String DELIVERIES = """
            SELECT delivery_id, notification_id, channel, coalesce(address, ''), status FROM notification.notification_deliveries
            WHERE notification_id = ANY($1)
            """;

    private static final String MOVE = """
            UPDATE notification.notification_deliveries d SET status = $2, updated_at = now(), error_code = $3, error_detail = $4,
                provider_message_id = coalesce(d.provider_message_id, $5)
            WHERE delivery_id = $1
            """;

    private static final String NOTIFICATION = """
            UPDATE notification.notifications SET status = $2, channels_sent = $3 WHERE notification_id = $1
            """;

    private static final String TELL = """
            INSERT INTO notification.notification_timeline (notification_id, entry_no, occurred_at, event, channel, reason)
            SELECT $1, coalesce(max(entry_no), 0) + 1, $2, $3, $4, $5 FROM notification.notification_timeline WHERE notification_id = $1
            """;

    private final Database database;

    Receipts(Database database) {
        this.database = database;
    }

    /** What changed of a delivery, to be published. */
    public record Moved(Delivery delivery, NotificationEvent.StatusChanged event) {}

    /**
     * Applies receipts in their order. Those that move nothing change nothing, but are told again when they say where the
     * delivery stands: the process may have died before it was told.
     */
    public Mono<List<Moved>> apply(List<Receipt> receipts) {
        var ids = column(receipts, UUID[]::new, receipt -> receipt.deliveryId().value());
        return database.transaction(statements -> statements
                .query(
                        LOCK,
                        row -> Map.entry(
                                new NotificationId(Objects.requireNonNull(row.get(0, UUID.class))),
                                new UserId(Objects.requireNonNull(row.get(1, UUID.class)))),
                        (Object) ids)
                .flatMap(locked -> {
                    Map<NotificationId, UserId> known = new HashMap<>();
                    locked.forEach(row -> known.put(row.getKey(), row.getValue()));
                    return known.isEmpty() ? Mono.just(List.<Moved>of()) : applyTo(statements, receipts, known);
                }));
    }

    private static Mono<List<Moved>> applyTo(
            Statements statements, List<Receipt> receipts, Map<NotificationId, UserId> known) {
        var notifications = known.keySet().stream().map(NotificationId::value).toArray(UUID[]::new);
        return statements
                .query(DELIVERIES, Ledger::delivery, (Object) notifications)
                .flatMap(rows -> {
                    Map<UUID, Delivery> deliveries = new LinkedHashMap<>();
                    rows.forEach(
                            delivery -> deliveries.put(delivery.deliveryId().value(), delivery));
                    List<Mono<Moved>> work = new ArrayList<>();
                    for (var receipt : receipts) {
                        var delivery = deliveries.get(receipt.deliveryId().value());
                        var recipient = delivery == null ? null : known.get(delivery.notificationId());
                        if (delivery != null && recipient != null) {
                            decide(statements, receipt, delivery, deliveries, recipient, work);
                        }
                    }
                    return Flux.concat(work).collectList();
                });
    }

    private static void decide(
            Statements statements,
            Receipt receipt,
            Delivery delivery,
            Map<UUID, Delivery> deliveries,
            UserId recipient,
            List<Mono<Moved>> work) {
        boolean forward = Standing.isForward(delivery.status(), receipt.status());
        if (!forward && !delivery.status().equals(receipt.status())) {
            return;
        }
        var after = new Delivery(
                delivery.deliveryId(),
                delivery.notificationId(),
                delivery.channel(),
                delivery.address(),
                receipt.status());
        deliveries.put(after.deliveryId().value(), after);
        Map<String, String> channels = new HashMap<>();
        deliveries.values().stream()
                .filter(other -> other.notificationId().equals(after.notificationId()))
                .forEach(other -> channels.put(other.channel(), other.status()));
        var status = Standing.of(channels.values());
        var moved = new Moved(
                after,
                new NotificationEvent.StatusChanged(
                        after.notificationId(), recipient, status, after.channel(), after.status(), receipt.reason()));
        work.add(forward ? write(statements, receipt, after, status, channels).thenReturn(moved) : Mono.just(moved));
    }

    private static Mono<Void> write(
            Statements statements, Receipt receipt, Delivery after, String status, Map<String, String> channels) {
        var sent = channels.entrySet().stream()
                .filter(channel -> !channel.getValue().equals(Standing.QUEUED)
                        && !channel.getValue().equals(Standing.FAILED))
                .map(Map.Entry::getKey)
                .sorted()
                .toArray(String[]::new);
        var id = after.notificationId().value();
        return Mono.defer(() -> statements.execute(
                        MOVE,
                        after.deliveryId().value(),
                        after.status(),
                        Database.Null.or(receipt.errorCode(), String.class),
                        Database.Null.or(receipt.reason(), String.class),
                        Database.Null.or(receipt.providerMessageId(), String.class)))
                .then(Mono.defer(() -> statements.execute(NOTIFICATION, id, status, sent)))
                .then(Mono.defer(() -> statements.execute(
                        TELL,
                        id,
                        receipt.at(),
                        after.status(),
                        after.channel(),
                        Database.Null.or(receipt.reason(), String.class))))
                .then();
    }
}
