package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import com.eventfulhq.hub.whatsapp.event.HubEvents;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Declares messages failed whose call got no answer and which no status spoke for in time. They may have arrived all the
 * same: a status that comes later corrects it, a second message could never be taken back.
 */
@Component
final class UnknownSends {

    static final String REASON = "unknown-outcome";

    private static final String OVERDUE = """
            WITH overdue AS (
                SELECT attempt_id FROM communications.whatsapp_send_attempts
                WHERE state IN ('started', 'unknown') AND settle_by <= $1
                ORDER BY settle_by
                LIMIT $2
                FOR UPDATE SKIP LOCKED)
            UPDATE communications.whatsapp_send_attempts
            SET state = 'unknown', finished_at = coalesce(finished_at, $1), settle_by = NULL
            WHERE attempt_id IN (SELECT attempt_id FROM overdue)
            RETURNING message_id
            """;

    private static final String FAIL = """
            UPDATE communications.whatsapp_messages
            SET status = 'failed', next_attempt_at = NULL, error_title = $2, error_detail = $3
            WHERE message_id = ANY($1) AND status = 'queued'
            RETURNING message_id
            """;

    private static final String DETAIL = "the call got no answer and no status came in time; it was not sent again";

    private final Database database;
    private final OutboundRows rows;
    private final HubEvents events;
    private final SendMeters meters;
    private final SendSettings settings;
    private final Clock clock;

    UnknownSends(
            Database database,
            OutboundRows rows,
            HubEvents events,
            SendMeters meters,
            SendSettings settings,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.events = events;
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Told before it is committed, for nobody comes back to a message that failed; what is told twice has the same id.
     *
     * @return how many were overdue
     */
    Mono<Integer> settle() {
        var now = clock.instant();
        return database.transaction(statements -> statements
                .query(OVERDUE, UnknownSends::id, now, settings.sweep().batch())
                .flatMap(overdue -> overdue.isEmpty()
                        ? Mono.just(0)
                        : fail(statements, overdue, now).thenReturn(overdue.size())));
    }

    private Mono<Void> fail(Statements statements, List<MessageId> overdue, Instant now) {
        return statements
                .query(FAIL, UnknownSends::id, OutboundRows.uuids(overdue), REASON, DETAIL)
                .flatMap(failed -> failed.isEmpty() ? Mono.just(List.<Outbound>of()) : rows.load(statements, failed))
                .doOnNext(failed -> failed.forEach(message -> meters.count(REASON)))
                .map(failed -> events(failed, now))
                .flatMap(events::publish);
    }

    private static List<HubEvent> events(List<Outbound> failed, Instant now) {
        var trace = TraceContext.start();
        return failed.stream()
                .map(message -> message.moved(message.state(), trace, now))
                .toList();
    }

    private static MessageId id(io.r2dbc.spi.Row row) {
        return new MessageId(Objects.requireNonNull(row.get(0, UUID.class)));
    }
}
