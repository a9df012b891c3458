package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts messages on the log again whose time has come: after a wait, or because they never got there. */
@Component
final class DueSends {

    private static final String DUE = """
            WITH due AS (
                SELECT message_id FROM communications.whatsapp_messages
                WHERE next_attempt_at <= $1 AND status = 'queued'
                ORDER BY next_attempt_at, message_id
                LIMIT $2
                FOR UPDATE SKIP LOCKED)
            UPDATE communications.whatsapp_messages SET next_attempt_at = $3
            WHERE message_id IN (SELECT message_id FROM due)
            RETURNING message_id
            """;

    private final Database database;
    private final OutboundRows rows;
    private final Attempts attempts;
    private final Outbox outbox;
    private final HubEvents events;
    private final SendSettings settings;
    private final Clock clock;

    DueSends(
            Database database,
            OutboundRows rows,
            Attempts attempts,
            Outbox outbox,
            HubEvents events,
            SendSettings settings,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.attempts = attempts;
        this.outbox = outbox;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /** @return how many were due */
    Mono<Integer> again() {
        var now = clock.instant();
        return database.transaction(statements -> take(statements, now))
                .filter(due -> !due.isEmpty())
                .flatMap(due -> announce(due, now).thenReturn(due.size()));
    }

    /** They are given the grace of a new message: whoever finds them next will do so later. */
    private Mono<List<Outbound>> take(Statements statements, Instant now) {
        return statements
                .query(
                        DUE,
                        row -> new MessageId(Objects.requireNonNull(row.get(0, UUID.class))),
                        now,
                        settings.sweep().batch(),
                        now.plus(settings.grace()))
                .flatMap(ids -> ids.isEmpty() ? Mono.just(List.<Outbound>of()) : rows.load(statements, ids));
    }

    /** A message without an attempt may never have been told of. */
    private Mono<Void> announce(List<Outbound> due, Instant now) {
        var trace = TraceContext.start();
        var queued = due.stream()
                .filter(message -> message.attempts().isEmpty())
                .map(message -> message.queued(trace, now))
                .toList();
        return events.publish(queued)
                .then(Mono.defer(() -> outbox.append(due, trace)))
                .onErrorResume(e -> database.single(statements -> attempts.at(
                                statements, due.stream().map(Outbound::id).toList(), now))
                        .then(Mono.error(e)));
    }
}
