package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.id.NotificationId;
import io.r2dbc.spi.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes notifications down, each request once, with a delivery row per channel before anything leaves. */
@Component
public final class Ledger {

    private static final String INSERT = """
            INSERT INTO notification.notifications (notification_id, recipient_user_id, template_id, template_version, title,
                message, producer, idempotency_key, related_entity_id, related_entity_type, expires_at, status)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::uuid[], $10::text[], $11::timestamptz[], $12::text[])
            ON CONFLICT DO NOTHING RETURNING notification_id
            """;

    private static final String DELIVERIES = """
            INSERT INTO notification.notification_deliveries (delivery_id, notification_id, channel, address, provider)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
            """;

    private static final String TIMELINE = """
            INSERT INTO notification.notification_timeline (notification_id, entry_no, occurred_at, event, channel, reason)
            SELECT id, no, now(), event, channel, reason
            FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[]) AS t(id, no, event, channel, reason)
            """;

    private static final String QUEUED = """
            SELECT delivery_id, notification_id, channel, address, status FROM notification.notification_deliveries
            WHERE notification_id = ANY($1) AND status = 'queued' ORDER BY delivery_id
            """;

    private final Database database;

    Ledger(Database database) {
        this.database = database;
    }

    /**
     * Stores what is new of a batch.
     *
     * @return the deliveries of these notifications that have not left yet; of a repeated request, too, because a crash may
     *     have come between the row and the departure
     */
    public Mono<List<Delivery>> store(List<NewNotification> batch) {
        return database.transaction(statements -> insert(statements, batch)
                .flatMap(inserted -> {
                    var fresh = batch.stream()
                            .filter(notification -> inserted.contains(
                                    notification.notificationId().value()))
                            .toList();
                    return writeDeliveries(statements, fresh).then(writeTimeline(statements, fresh));
                })
                .then(Mono.defer(() -> queued(statements, batch))));
    }

    private static Mono<List<UUID>> insert(Statements statements, List<NewNotification> batch) {
        return statements.query(
                INSERT,
                row -> Objects.requireNonNull(row.get(0, UUID.class)),
                column(batch, UUID[]::new, n -> n.notificationId().value()),
                column(batch, UUID[]::new, n -> n.request().recipientUserId().value()),
                column(batch, UUID[]::new, n -> n.template().templateId()),
                column(batch, Integer[]::new, n -> n.template().version()),
                column(batch, String[]::new, n -> n.rendered().title()),
                column(batch, String[]::new, n -> n.rendered().message()),
                column(batch, String[]::new, n -> n.request().producer()),
                column(batch, String[]::new, n -> n.request().idempotencyKey()),
                column(batch, UUID[]::new, n -> n.request().relatedEntityId()),
                column(batch, String[]::new, n -> n.request().relatedEntityType()),
                column(batch, java.time.Instant[]::new, n -> n.request().expiresAt()),
                column(batch, String[]::new, n -> n.plan().steps().isEmpty() ? "suppressed" : Standing.QUEUED));
    }

    private static Mono<Void> writeDeliveries(Statements statements, List<NewNotification> fresh) {
        List<Delivery> rows = new ArrayList<>();
        for (var notification : fresh) {
            for (var step : notification.plan().steps()) {
                rows.add(new Delivery(
                        DeliveryId.next(),
                        notification.notificationId(),
                        step.channel(),
                        step.address(),
                        Standing.QUEUED));
            }
        }
        if (rows.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .execute(
                        DELIVERIES,
                        column(rows, UUID[]::new, d -> d.deliveryId().value()),
                        column(rows, UUID[]::new, d -> d.notificationId().value()),
                        column(rows, String[]::new, Delivery::channel),
                        column(rows, String[]::new, Delivery::address),
                        column(rows, String[]::new, Delivery::channel))
                .then();
    }

    private record Entry(
            UUID notification,
            int no,
            String event,
            @Nullable String channel,
            @Nullable String reason) {}

    private static Mono<Void> writeTimeline(Statements statements, List<NewNotification> fresh) {
        List<Entry> entries = new ArrayList<>();
        for (var notification : fresh) {
            var id = notification.notificationId().value();
            int no = 1;
            entries.add(new Entry(id, no++, "accepted", null, null));
            for (var step : notification.plan().steps()) {
                entries.add(new Entry(id, no++, "planned", step.channel(), null));
            }
            for (var skipped : notification.plan().skipped().entrySet()) {
                entries.add(new Entry(id, no++, "skipped", skipped.getKey(), skipped.getValue()));
            }
        }
        if (entries.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .execute(
                        TIMELINE,
                        column(entries, UUID[]::new, Entry::notification),
                        column(entries, Integer[]::new, Entry::no),
                        column(entries, String[]::new, Entry::event),
                        column(entries, String[]::new, Entry::channel),
                        column(entries, String[]::new, Entry::reason))
                .then();
    }

    private static Mono<List<Delivery>> queued(Statements statements, List<NewNotification> batch) {
        return statements.query(QUEUED, Ledger::delivery, (Object)
                column(batch, UUID[]::new, n -> n.notificationId().value()));
    }

    static Delivery delivery(Row row) {
        return new Delivery(
                new DeliveryId(Objects.requireNonNull(row.get(0, UUID.class))),
                new NotificationId(Objects.requireNonNull(row.get(1, UUID.class))),
                Objects.requireNonNull(row.get(2, String.class)),
                Objects.requireNonNull(row.get(3, String.class)),
                Objects.requireNonNull(row.get(4, String.class)));
    }

    static <R, T> T[] column(List<R> rows, IntFunction<T[]> array, Function<R, @Nullable T> value) {
        return rows.stream().map(value).toArray(array);
    }
}
