package com.eventfulhq.hub.whatsapp.message;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.window.Windows;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Applies what Meta says of our messages: writes it down once, moves the message forward, parks what it cannot place yet. */
@Component
public final class Statuses {

    private static final String MATCH = """
            SELECT m.whatsapp_message_id, m.message_id, m.conversation_id, c.business_phone_number_id, n.team_id, m.reference,
                m.status, m.error_code, m.error_title, m.error_detail
            FROM communications.whatsapp_messages m
            JOIN communications.whatsapp_conversations c USING (conversation_id)
            JOIN communications.business_phone_numbers n ON n.phone_number_id = c.business_phone_number_id
            WHERE m.whatsapp_message_id = ANY($1) AND m.direction = 'outbound'
            ORDER BY m.message_id FOR NO KEY UPDATE OF m
            """;

    /** A call whose answer was lost is settled by the status that echoes its attempt: the attempt first, then the message. */
    private static final String ADOPT_ATTEMPTS = """
            UPDATE communications.whatsapp_send_attempts a
            SET state = 'accepted', whatsapp_message_id = t.wamid, finished_at = now(), settle_by = NULL
            FROM unnest($1::uuid[], $2::text[]) AS t(attempt_id, wamid)
            WHERE a.attempt_id = t.attempt_id AND a.state IN ('started', 'unknown')
            """;

    /** A message we had given up on (nobody knew the outcome) lives again: it did reach Meta. */
    private static final String ADOPT_MESSAGES = """
            UPDATE communications.whatsapp_messages m
            SET whatsapp_message_id = t.wamid, next_attempt_at = NULL,
                status = CASE WHEN m.status = 'queued' OR m.error_title = 'unknown-outcome' THEN 'accepted' ELSE m.status END,
                error_code = CASE WHEN m.error_title = 'unknown-outcome' THEN NULL ELSE m.error_code END,
                error_detail = CASE WHEN m.error_title = 'unknown-outcome' THEN NULL ELSE m.error_detail END,
                error_title = CASE WHEN m.error_title = 'unknown-outcome' THEN NULL ELSE m.error_title END
            FROM unnest($1::uuid[], $2::text[]) AS t(attempt_id, wamid)
            JOIN communications.whatsapp_send_attempts a ON a.attempt_id = t.attempt_id
            WHERE m.message_id = a.message_id AND m.whatsapp_message_id IS NULL
            """;

    private static final String WRITE = """
            INSERT INTO communications.whatsapp_message_statuses (message_id, status, recipient, provider_timestamp,
                error_code, error_title, error_detail, pricing_category, pricing_type, log_partition, log_offset)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::text[], $7::text[],
                $8::text[], $9::text[], $10::int[], $11::bigint[])
            ON CONFLICT DO NOTHING
            RETURNING message_id, status, recipient, log_partition, log_offset
            """;

    private static final String HISTORY = """
            SELECT message_id, status, recipient, log_partition, log_offset
            FROM communications.whatsapp_message_statuses WHERE message_id = ANY($1)
            """;

    private static final String MOVE = """
            UPDATE communications.whatsapp_messages m
            SET status = t.status, error_code = t.code, error_title = t.title, error_detail = t.detail, next_attempt_at = NULL
            FROM unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[]) AS t(message_id, status, code, title, detail)
            WHERE m.message_id = t.message_id
            """;

    private final Parking parking;
    private final Windows windows;

    Statuses(Parking parking, Windows windows) {
        this.parking = parking;
        this.windows = windows;
    }

    /**
     * What came of a batch of statuses.
     *
     * @param events to publish after the commit
     * @param closed conversations whose window Meta says is closed: so PostgreSQL says, too, and Redis has to forget it
     * @param parked how many have to wait for their message
     */
    public record Applied(List<HubEvent> events, Set<ConversationId> closed, int parked) {}

    /** Applies statuses, in the order of the log, inside the caller's transaction. */
    public Mono<Applied> apply(Statements statements, List<StatusUpdate> updates) {
        if (updates.isEmpty()) {
            return Mono.just(new Applied(List.of(), Set.of(), 0));
        }
        Map<StatusUpdate.Key, StatusUpdate> once = new LinkedHashMap<>();
        updates.forEach(update -> once.putIfAbsent(update.key(), update));
        return match(statements, once.values())
                .flatMap(known -> adopt(statements, once.values(), known))
                .flatMap(known -> place(statements, once.values(), known));
    }

    private static Mono<Map<Wamid, OutboundMessage>> match(Statements statements, Collection<StatusUpdate> updates) {
        var wamids = updates.stream()
                .map(update -> update.wamid().value())
                .distinct()
                .toArray(String[]::new);
        return statements.query(MATCH, Statuses::message, (Object) wamids).map(rows -> {
            Map<Wamid, OutboundMessage> known = new HashMap<>();
            rows.forEach(message -> known.put(Objects.requireNonNull(message.wamid()), message));
            return known;
        });
    }

    private static Mono<Map<Wamid, OutboundMessage>> adopt(
            Statements statements, Collection<StatusUpdate> updates, Map<Wamid, OutboundMessage> known) {
        var lost = updates.stream()
                .filter(update -> update.attemptId() != null && !known.containsKey(update.wamid()))
                .toList();
        if (lost.isEmpty()) {
            return Mono.just(known);
        }
        var attempts = lost.stream().map(StatusUpdate::attemptId).toArray(UUID[]::new);
        var wamids = lost.stream().map(update -> update.wamid().value()).toArray(String[]::new);
        return statements
                .execute(ADOPT_ATTEMPTS, attempts, wamids)
                .then(Mono.defer(() -> statements.execute(ADOPT_MESSAGES, attempts, wamids)))
                .flatMap(adopted -> adopted == 0 ? Mono.just(known) : match(statements, updates));
    }

    private Mono<Applied> place(
            Statements statements, Collection<StatusUpdate> updates, Map<Wamid, OutboundMessage> known) {
        List<StatusPlan.Matched> matched = new ArrayList<>();
        List<StatusUpdate> unknown = new ArrayList<>();
        for (var update : updates) {
            var message = known.get(update.wamid());
            if (message == null) {
                unknown.add(update);
            } else {
                matched.add(new StatusPlan.Matched(update, message));
            }
        }
        return parking.park(statements, unknown)
                .then(Mono.defer(() -> decide(statements, matched)))
                .flatMap(plan -> move(statements, plan)
                        .then(Mono.defer(() -> windows.close(statements, plan.closed())))
                        .thenReturn(new Applied(plan.events(), plan.closed().keySet(), unknown.size())));
    }

    private static Mono<StatusPlan> decide(Statements statements, List<StatusPlan.Matched> matched) {
        if (matched.isEmpty()) {
            return Mono.just(StatusPlan.of(List.of(), List.of(), List.of()));
        }
        return write(statements, matched).flatMap(news -> {
            var history = news.size() == matched.size()
                    ? Mono.just(List.<StatusPlan.Written>of())
                    : history(statements, matched);
            return history.map(all -> StatusPlan.of(matched, news, all));
        });
    }

    private static Mono<List<StatusPlan.Written>> write(Statements statements, List<StatusPlan.Matched> matched) {
        return statements.query(
                WRITE,
                Statuses::written,
                column(matched, UUID[]::new, m -> m.message().messageId().value()),
                column(matched, String[]::new, m -> m.update().status()),
                column(matched, String[]::new, m -> m.update().recipient()),
                column(matched, Instant[]::new, m -> m.update().at()),
                column(
                        matched,
                        Integer[]::new,
                        m -> m.update().failure() == null
                                ? null
                                : m.update().failure().code()),
                column(
                        matched,
                        String[]::new,
                        m -> m.update().failure() == null
                                ? null
                                : m.update().failure().title()),
                column(
                        matched,
                        String[]::new,
                        m -> m.update().failure() == null
                                ? null
                                : m.update().failure().detail()),
                column(matched, String[]::new, m -> m.update().pricingCategory()),
                column(matched, String[]::new, m -> m.update().pricingType()),
                column(matched, Integer[]::new, m -> m.update().place().partition()),
                column(matched, Long[]::new, m -> m.update().place().offset()));
    }

    private static Mono<List<StatusPlan.Written>> history(Statements statements, List<StatusPlan.Matched> matched) {
        var messages = matched.stream()
                .map(match -> match.message().messageId().value())
                .distinct()
                .toArray(UUID[]::new);
        return statements.query(HISTORY, Statuses::written, (Object) messages);
    }

    private static Mono<Long> move(Statements statements, StatusPlan plan) {
        if (plan.moved().isEmpty()) {
            return Mono.just(0L);
        }
        var moved = List.copyOf(plan.moved().entrySet());
        return statements.execute(
                MOVE,
                column(moved, UUID[]::new, e -> e.getKey().messageId().value()),
                column(moved, String[]::new, e -> e.getValue().status()),
                column(
                        moved,
                        Integer[]::new,
                        e -> e.getValue().failure() == null
                                ? null
                                : e.getValue().failure().code()),
                column(
                        moved,
                        String[]::new,
                        e -> e.getValue().failure() == null
                                ? null
                                : e.getValue().failure().title()),
                column(
                        moved,
                        String[]::new,
                        e -> e.getValue().failure() == null
                                ? null
                                : e.getValue().failure().detail()));
    }

    private static <R, T> T[] column(List<R> rows, IntFunction<T[]> array, Function<R, @Nullable T> value) {
        return rows.stream().map(value).toArray(array);
    }

    private static StatusPlan.Written written(Row row) {
        Integer partition = row.get(3, Integer.class);
        Long offset = row.get(4, Long.class);
        return new StatusPlan.Written(
                new MessageId(Objects.requireNonNull(row.get(0, UUID.class))),
                Objects.requireNonNull(row.get(1, String.class)),
                Objects.requireNonNull(row.get(2, String.class)),
                partition == null || offset == null ? null : new LogPlace(partition, offset));
    }

    private static OutboundMessage message(Row row) {
        UUID team = row.get(4, UUID.class);
        Integer code = row.get(7, Integer.class);
        String title = row.get(8, String.class);
        String detail = row.get(9, String.class);
        var failure =
                code == null && title == null && detail == null ? null : new StatusUpdate.Failure(code, title, detail);
        return new OutboundMessage(
                new MessageId(Objects.requireNonNull(row.get(1, UUID.class))),
                new ConversationId(Objects.requireNonNull(row.get(2, UUID.class))),
                new PhoneNumberId(Objects.requireNonNull(row.get(3, String.class))),
                team == null ? null : new TeamId(team),
                new Wamid(Objects.requireNonNull(row.get(0, String.class))),
                row.get(5, String.class),
                new StatusOrder.Standing(Objects.requireNonNull(row.get(6, String.class)), failure));
    }
}
