package com.eventfulhq.notification.ledger;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.id.NotificationId;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.page.PageRequest;
import com.eventfulhq.common.page.PageRequest.Page;
import com.eventfulhq.common.page.Place;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads notifications: one with its whole story, or a person's own feed. */
@Component
public final class Notifications {

    private static final String COLUMNS =
            "SELECT notification_id, recipient_user_id, title, message, status, read_at, created_at, producer, team_id FROM notification.notifications ";

    private static final String ONE = COLUMNS + "WHERE notification_id = $1";

    /** Along {@code idx_notifications_feed}. What was suppressed was not to be told. */
    private static final String FEED = COLUMNS + """
            WHERE recipient_user_id = $1 AND (created_at, notification_id) < ($2, $3) AND status <> 'suppressed'
            ORDER BY created_at DESC, notification_id DESC LIMIT $4
            """;

    private static final String DELIVERIES = """
            SELECT delivery_id, channel, status, provider_message_id, error_code, error_detail, updated_at
            FROM notification.notification_deliveries WHERE notification_id = $1 ORDER BY channel, attempt_no
            """;

    private static final String STORY = """
            SELECT entry_no, occurred_at, event, channel, reason FROM notification.notification_timeline
            WHERE notification_id = $1 ORDER BY entry_no
            """;

    private static final String READ = """
            UPDATE notification.notifications SET read_at = coalesce(read_at, $3)
            WHERE notification_id = $1 AND recipient_user_id = $2
            """;

    /** A notification as its reader sees it; whose it is stays inside. */
    public record NotificationView(
            @JsonProperty("notification_id") UUID notificationId,
            @JsonProperty("recipient_user_id") @Nullable UUID recipientUserId,
            @Nullable String title,
            String message,
            String status,
            @JsonProperty("read_at") @Nullable Instant readAt,
            @JsonProperty("created_at") Instant createdAt,
            @JsonIgnore String producer,
            @JsonIgnore @Nullable UUID teamId) {}

    /** Where it is in the order of its recipient's feed. */
    private static Place place(NotificationView notification) {
        return new Place(notification.createdAt(), notification.notificationId());
    }

    /** One delivery as its asker sees it. */
    public record DeliveryView(
            @JsonProperty("delivery_id") UUID deliveryId,
            String channel,
            String status,
            @JsonProperty("provider_message_id") @Nullable String providerMessageId,
            @JsonProperty("error_code") @Nullable String errorCode,
            @JsonProperty("error_detail") @Nullable String errorDetail,
            @JsonProperty("updated_at") Instant updatedAt) {}

    /** One line of the story. */
    public record EntryView(
            @JsonProperty("entry_no") int entryNo,
            @JsonProperty("occurred_at") Instant occurredAt,
            String event,
            @Nullable String channel,
            @Nullable String reason) {}

    private final Database database;

    Notifications(Database database) {
        this.database = database;
    }

    /** Empty if there is none. */
    public Mono<NotificationView> find(NotificationId id) {
        return database.single(statements -> statements.query(ONE, Notifications::notification, id.value()))
                .flatMap(rows -> Mono.justOrEmpty(rows.stream().findFirst()));
    }

    /** Newest first. */
    public Mono<Page<NotificationView>> feed(UserId user, PageRequest page) {
        var after = page.after();
        return database.single(statements -> statements.query(
                        FEED, Notifications::notification, user.value(), after.at(), after.id(), page.rows()))
                .map(rows -> page.page(rows, Notifications::place));
    }

    public Mono<List<DeliveryView>> deliveries(NotificationId id) {
        return database.single(statements -> statements.query(
                DELIVERIES,
                row -> new DeliveryView(
                        Objects.requireNonNull(row.get(0, UUID.class)),
                        Objects.requireNonNull(row.get(1, String.class)),
                        Objects.requireNonNull(row.get(2, String.class)),
                        row.get(3, String.class),
                        row.get(4, String.class),
                        row.get(5, String.class),
                        Objects.requireNonNull(row.get(6, Instant.class))),
                id.value()));
    }

    public Mono<List<EntryView>> story(NotificationId id) {
        return database.single(statements -> statements.query(
                STORY,
                row -> new EntryView(
                        Objects.requireNonNull(row.get(0, Integer.class)),
                        Objects.requireNonNull(row.get(1, Instant.class)),
                        Objects.requireNonNull(row.get(2, String.class)),
                        row.get(3, String.class),
                        row.get(4, String.class)),
                id.value()));
    }

    /** Marks a person's own notification read; false if it is not theirs. */
    public Mono<Boolean> markRead(NotificationId id, UserId user, Instant at) {
        return database.single(statements -> statements.execute(READ, id.value(), user.value(), at))
                .map(rows -> rows == 1);
    }

    private static NotificationView notification(Row row) {
        return new NotificationView(
                Objects.requireNonNull(row.get(0, UUID.class)),
                row.get(1, UUID.class),
                row.get(2, String.class),
                Objects.requireNonNull(row.get(3, String.class)),
                Objects.requireNonNull(row.get(4, String.class)),
                row.get(5, Instant.class),
                Objects.requireNonNull(row.get(6, Instant.class)),
                Objects.requireNonNull(row.get(7, String.class)),
                row.get(8, UUID.class));
    }
}
