package com.eventfulhq.notification.ledger;

import static com.eventfulhq.notification.ledger.Ledger.column;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.event.NotificationEvent;
import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.UserId;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Moves deliveries forward by what became of them, and their notifications with them, in one transaction with the story. A receipt
 * whose delivery is not there (yet) is parked.
 */
@Component
public final class Receipts {

    /** The notifications are locked first, always in this order: entries are numbered without gaps. */
    private static final String LOCK = """
            SELECT n.notification_id FROM notification.notifications n
            WHERE n.notification_id IN (SELECT notification_id FROM notification.notification_deliveries WHERE delivery_id = ANY($1))
            ORDER BY n.notification_id FOR NO KEY UPDATE
            """;

    private static final String DELIVERIES = """
            SELECT d.delivery_id, d.notification_id, n.recipient_user_id, d.channel, d.status, n.accepted_at
            FROM notification.notification_deliveries d JOIN notification.notifications n USING (notification_id)
            WHERE d.notification_id = ANY($1)
            """;

    private static final String MOVE = """
            UPDATE notification.notification_deliveries d
            SET status = t.status, updated_at = now(), error_code = t.code, error_detail = t.detail,
                provider_message_id = coalesce(d.provider_message_id, t.provider_id)
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS t(delivery_id, status, code, detail, provider_id)
            WHERE d.delivery_id = t.delivery_id
            """;

    private static final String STAND = """
            UPDATE notification.notifications n SET status = t.status, channels_sent = string_to_array(t.sent, ',')
            FROM unnest($1::uuid[], $2::text[], $3::text[]) AS t(notification_id, status, sent)
            WHERE n.notification_id = t.notification_id
            """;

    private static final String TELL = """
            INSERT INTO notification.notification_timeline (notification_id, entry_no, occurred_at, event, channel, reason)
            SELECT t.id, t.no + coalesce((SELECT max(entry_no) FROM notification.notification_timeline WHERE notification_id = t.id), 0),
                t.at, t.event, t.channel, t.reason
            FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::text[], $5::text[], $6::text[]) AS t(id, no, at, event, channel, reason)
            """;

    private final Database database;
    private final Parking parking;
    private final DeliveryMeters meters;

    Receipts(Database database, Parking parking, DeliveryMeters meters) {
        this.database = database;
        this.parking = parking;
        this.meters = meters;
    }

    /** What changed of a delivery, to be published. */
    public record Moved(Delivery delivery, String traceparent, NotificationEvent.StatusChanged event) {}

    /**
     * What came of a batch of receipts.
     *
     * @param told    to publish after the commit
     * @param applied how many moved their delivery
     * @param ignored how many said nothing new
     * @param parked  how many wait for their delivery
     */
    public record Applied(List<Moved> told, int applied, int ignored, int parked) {}

    /** Applies receipts, in their order, in one transaction. */
    public Mono<Applied> apply(List<Receipt> receipts) {
        if (receipts.isEmpty()) {
            return Mono.just(new Applied(List.of(), 0, 0, 0));
        }
        var ids = column(receipts, UUID[]::new, receipt -> receipt.deliveryId().value());
        return database.transaction(statements -> statements
                        .query(LOCK, row -> Objects.requireNonNull(row.get(0, UUID.class)), (Object) ids)
                        .flatMap(locked ->
                                statements.query(DELIVERIES, Receipts::delivery, (Object) locked.toArray(UUID[]::new)))
                        .map(deliveries -> ReceiptPlan.of(receipts, deliveries))
                        .flatMap(plan -> write(statements, plan)
                                .then(Mono.defer(() -> parking.park(statements, plan.unknown())))
                                .thenReturn(plan)))
                .doOnNext(plan -> plan.moved().values().forEach(meters::moved))
                .map(plan -> new Applied(
                        plan.told(),
                        plan.entries().size(),
                        plan.ignored(),
                        plan.unknown().size()));
    }

    private static Mono<Void> write(Statements statements, ReceiptPlan plan) {
        if (plan.moved().isEmpty()) {
            return Mono.empty();
        }
        var moves = List.copyOf(plan.moved().values());
        return statements
                .execute(
                        MOVE,
                        column(moves, UUID[]::new, move -> move.last()
                                .deliveryId()
                                .value()),
                        column(moves, String[]::new, move -> move.last().status()),
                        column(moves, String[]::new, move -> move.last().errorCode()),
                        column(moves, String[]::new, move -> move.last().reason()),
                        column(moves, String[]::new, ReceiptPlan.Move::messageId))
                .then(Mono.defer(() -> stand(statements, plan)))
                .then(Mono.defer(() -> tell(statements, plan.entries())));
    }

    private static Mono<Void> stand(Statements statements, ReceiptPlan plan) {
        var stands = List.copyOf(plan.notifications().entrySet());
        return statements
                .execute(
                        STAND,
                        column(stands, UUID[]::new, stand -> stand.getKey().value()),
                        column(stands, String[]::new, stand -> stand.getValue().status()),
                        column(
                                stands,
                                String[]::new,
                                stand -> String.join(",", stand.getValue().sent())))
                .then();
    }

    private static Mono<Void> tell(Statements statements, List<ReceiptPlan.Entry> entries) {
        return statements
                .execute(
                        TELL,
                        column(entries, UUID[]::new, entry -> entry.notification()
                                .value()),
                        column(entries, Integer[]::new, ReceiptPlan.Entry::no),
                        column(entries, Instant[]::new, entry -> entry.receipt().at()),
                        column(entries, String[]::new, entry -> entry.receipt().status()),
                        column(entries, String[]::new, ReceiptPlan.Entry::channel),
                        column(entries, String[]::new, entry -> entry.receipt().reason()))
                .then();
    }

    private static Delivery delivery(Row row) {
        return new Delivery(
                new DeliveryId(Objects.requireNonNull(row.get(0, UUID.class))),
                new NotificationId(Objects.requireNonNull(row.get(1, UUID.class))),
                new UserId(Objects.requireNonNull(row.get(2, UUID.class))),
                Objects.requireNonNull(row.get(3, String.class)),
                Objects.requireNonNull(row.get(4, String.class)),
                Objects.requireNonNull(row.get(5, Instant.class)));
    }
}
