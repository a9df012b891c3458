package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.DeliveryId;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.notification.render.Content;
import io.r2dbc.spi.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
            INSERT INTO notification.notifications (notification_id, recipient_user_id, team_id, template_id, template_version, title,
                message, producer, idempotency_key, related_entity_id, related_entity_type, expires_at, accepted_at, status)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::uuid[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::text[])
            ON CONFLICT DO NOTHING RETURNING notification_id
            """;

    private static final String DELIVERIES = """
            INSERT INTO notification.notification_deliveries (delivery_id, notification_id, channel, address, provider, status,
                content, error_class, error_code, error_detail)
            SELECT id, notification, channel, address, channel, status, content::jsonb, error_class, error_code, error_detail
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
                AS t(id, notification, channel, address, status, content, error_class, error_code, error_detail)
            """;

    private static final String TIMELINE = """
            INSERT INTO notification.notification_timeline (notification_id, entry_no, occurred_at, event, channel, reason)
            SELECT id, no, now(), event, channel, reason
            FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[]) AS t(id, no, event, channel, reason)
            """;

    /** In the order of the log, and of the plan within: the id of a delivery has no order. */
    private static final String QUEUED = """
            SELECT d.delivery_id, d.notification_id, n.recipient_user_id, d.address, d.content, n.created_at, n.expires_at
            FROM notification.notification_deliveries d JOIN notification.notifications n USING (notification_id)
            WHERE d.notification_id = ANY($1) AND d.status = 'queued' AND d.content IS NOT NULL AND n.recipient_user_id IS NOT NULL
            ORDER BY array_position($1::uuid[], d.notification_id), d.channel
            """;

    private final Database database;
    private final DeliveryMeters meters;

    Ledger(Database database, DeliveryMeters meters) {
        this.database = database;
        this.meters = meters;
    }

    /** Stores what is new of a batch, in one transaction. What is there already stays as it is. */
    public Mono<Void> store(List<NewNotification> batch) {
        if (batch.isEmpty()) {
            return Mono.empty();
        }
        return database.transaction(statements -> insert(statements, batch).flatMap(inserted -> {
                    var ids = Set.copyOf(inserted);
                    var fresh = batch.stream()
                            .filter(notification ->
                                    ids.contains(notification.notificationId().value()))
                            .toList();
                    return writeDeliveries(statements, fresh)
                            .then(Mono.defer(() -> writeTimeline(statements, fresh)))
                            .thenReturn(fresh);
                }))
                .doOnNext(fresh ->
                        fresh.forEach(notification -> notification.intents().forEach(meters::begun)))
                .then();
    }

    /**
     * The deliveries of these notifications that have not left yet, as they were decided; of a repeated request, too, because a
     * crash may have come between the row and the departure.
     */
    public Mono<List<Departure>> departures(Collection<NotificationId> notifications) {
        return database.single(statements -> statements.query(QUEUED, Ledger::departure, (Object)
                notifications.stream().map(NotificationId::value).toArray(UUID[]::new)));
    }

    private static Mono<List<UUID>> insert(Statements statements, List<NewNotification> batch) {
        return statements.query(
                INSERT,
                row -> Objects.requireNonNull(row.get(0, UUID.class)),
                column(batch, UUID[]::new, n -> n.notificationId().value()),
                column(batch, UUID[]::new, n -> n.request().recipientUserId().value()),
                column(batch, UUID[]::new, Ledger::team),
                column(batch, UUID[]::new, n -> n.template().templateId()),
                column(batch, Integer[]::new, n -> n.template().version()),
                column(batch, String[]::new, n -> n.rendered().title()),
                column(batch, String[]::new, n -> n.rendered().message()),
                column(batch, String[]::new, n -> n.request().producer()),
                column(batch, String[]::new, n -> n.request().idempotencyKey()),
                column(batch, UUID[]::new, n -> n.request().relatedEntityId()),
                column(batch, String[]::new, n -> n.request().relatedEntityType()),
                column(batch, Instant[]::new, n -> n.request().expiresAt()),
                column(batch, Instant[]::new, NewNotification::acceptedAt),
                column(batch, String[]::new, NewNotification::status));
    }

    private static @Nullable UUID team(NewNotification notification) {
        var team = notification.request().teamId();
        return team == null ? null : team.value();
    }

    private static Mono<Void> writeDeliveries(Statements statements, List<NewNotification> fresh) {
        var rows = fresh.stream()
                .flatMap(notification -> notification.intents().stream())
                .toList();
        if (rows.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .execute(
                        DELIVERIES,
                        column(rows, UUID[]::new, d -> d.deliveryId().value()),
                        column(rows, UUID[]::new, d -> d.notificationId().value()),
                        column(rows, String[]::new, d -> d.step().channel()),
                        column(rows, String[]::new, d -> d.step().address()),
                        column(rows, String[]::new, Intent::status),
                        column(rows, String[]::new, Intent::content),
                        column(rows, String[]::new, Intent::errorClass),
                        column(rows, String[]::new, Intent::errorCode),
                        column(rows, String[]::new, Intent::errorDetail))
                .then();
    }

    private static Mono<Void> writeTimeline(Statements statements, List<NewNotification> fresh) {
        var entries = fresh.stream()
                .flatMap(notification -> Beginning.of(notification).stream())
                .toList();
        if (entries.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .execute(
                        TIMELINE,
                        column(entries, UUID[]::new, entry -> entry.notification()
                                .value()),
                        column(entries, Integer[]::new, Beginning::no),
                        column(entries, String[]::new, Beginning::event),
                        column(entries, String[]::new, Beginning::channel),
                        column(entries, String[]::new, Beginning::reason))
                .then();
    }

    private static Departure departure(Row row) {
        var content = Objects.requireNonNull(row.get(4, String.class));
        return new Departure(
                new DeliveryId(Objects.requireNonNull(row.get(0, UUID.class))),
                new NotificationId(Objects.requireNonNull(row.get(1, UUID.class))),
                new UserId(Objects.requireNonNull(row.get(2, UUID.class))),
                Objects.requireNonNull(row.get(3, String.class)),
                Json.read(content.getBytes(StandardCharsets.UTF_8), Content.class),
                Objects.requireNonNull(row.get(5, Instant.class)),
                row.get(6, Instant.class));
    }

    static <R, T> T[] column(List<R> rows, IntFunction<T[]> array, Function<R, @Nullable T> value) {
        return rows.stream().map(value).toArray(array);
    }
}
