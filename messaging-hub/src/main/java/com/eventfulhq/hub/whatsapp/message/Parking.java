package com.eventfulhq.hub.whatsapp.message;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.Wamid;
import com.eventfulhq.common.json.Json;
import io.r2dbc.spi.Row;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Where statuses wait whose message is not known yet. */
@Component
final class Parking {

    private static final String PARK = """
            INSERT INTO communications.whatsapp_parked_statuses (whatsapp_message_id, status, recipient, payload, expires_at)
            SELECT wamid, status, recipient, payload, $5 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
                AS t(wamid, status, recipient, payload)
            ON CONFLICT DO NOTHING
            """;

    private static final String WAITING_FOR = """
            SELECT payload FROM communications.whatsapp_parked_statuses WHERE whatsapp_message_id = ANY($1)
            """;

    private static final String THOSE_THAT_CAME = """
            SELECT p.payload FROM (
                SELECT whatsapp_message_id, payload FROM communications.whatsapp_parked_statuses
                WHERE (whatsapp_message_id, status, recipient) > ($1, $2, $3)
                ORDER BY whatsapp_message_id, status, recipient LIMIT $4) p
            CROSS JOIN LATERAL (
                SELECT FROM communications.whatsapp_messages m
                WHERE m.whatsapp_message_id = p.whatsapp_message_id AND m.direction = 'outbound' LIMIT 1) m
            LIMIT $5
            """;

    private static final String WHERE_A_LOOK_ENDS = """
            SELECT whatsapp_message_id, status, recipient FROM communications.whatsapp_parked_statuses
            WHERE (whatsapp_message_id, status, recipient) > ($1, $2, $3)
            ORDER BY whatsapp_message_id, status, recipient OFFSET $4 LIMIT 1
            """;

    private static final String REMOVE = """
            DELETE FROM communications.whatsapp_parked_statuses p
            USING unnest($1::text[], $2::text[], $3::text[]) AS t(wamid, status, recipient)
            WHERE p.whatsapp_message_id = t.wamid AND p.status = t.status AND p.recipient = t.recipient
            """;

    private static final String GIVE_UP = """
            DELETE FROM communications.whatsapp_parked_statuses WHERE (whatsapp_message_id, status, recipient) IN (
                SELECT whatsapp_message_id, status, recipient FROM communications.whatsapp_parked_statuses
                WHERE expires_at < $1 LIMIT $2)
            """;

    private final MessageSettings settings;
    private final Clock clock;

    /** A place in the order of the table. */
    record Place(String wamid, String status, String recipient) {
        static final Place START = new Place("", "", "");
    }

    /**
     * What one look found.
     *
     * @param next where the next one begins
     */
    record Look(List<StatusUpdate> found, Place next) {}

    Parking(MessageSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Mono<Void> park(Statements statements, List<StatusUpdate> updates) {
        if (updates.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .execute(
                        PARK,
                        updates.stream().map(update -> update.wamid().value()).toArray(String[]::new),
                        updates.stream().map(StatusUpdate::status).toArray(String[]::new),
                        updates.stream().map(StatusUpdate::recipient).toArray(String[]::new),
                        updates.stream().map(Parking::json).toArray(String[]::new),
                        clock.instant().plus(settings.parkedFor()))
                .then();
    }

    Mono<List<StatusUpdate>> waitingFor(Statements statements, List<Wamid> wamids) {
        var ids = wamids.stream().map(Wamid::value).toArray(String[]::new);
        return statements.query(WAITING_FOR, Parking::update, (Object) ids);
    }

    /**
     * Those whose message is there although they are still parked. One look takes a bounded part of the table and the next goes on
     * from there: where another program sends from the same account, statuses nobody will claim wait by the million.
     */
    Mono<Look> thoseThatCame(Statements statements, Place from) {
        var found = statements.query(
                THOSE_THAT_CAME,
                Parking::update,
                from.wamid(),
                from.status(),
                from.recipient(),
                settings.lookAtMost(),
                settings.sweepAtMost());
        return found.flatMap(updates -> updates.size() < settings.sweepAtMost()
                ? endOfLook(statements, from).map(next -> new Look(updates, next))
                : Mono.just(new Look(updates, from)));
    }

    private Mono<Place> endOfLook(Statements statements, Place from) {
        return statements
                .query(
                        WHERE_A_LOOK_ENDS,
                        Parking::place,
                        from.wamid(),
                        from.status(),
                        from.recipient(),
                        settings.lookAtMost() - 1)
                .map(end -> end.isEmpty() ? Place.START : end.getFirst());
    }

    private static Place place(Row row) {
        return new Place(
                Objects.requireNonNull(row.get(0, String.class)),
                Objects.requireNonNull(row.get(1, String.class)),
                Objects.requireNonNull(row.get(2, String.class)));
    }

    Mono<Long> remove(Statements statements, List<StatusUpdate> updates) {
        return statements.execute(
                REMOVE,
                updates.stream().map(update -> update.wamid().value()).toArray(String[]::new),
                updates.stream().map(StatusUpdate::status).toArray(String[]::new),
                updates.stream().map(StatusUpdate::recipient).toArray(String[]::new));
    }

    /** Removes those nobody will ever claim; bounded. */
    Mono<Long> giveUp(Statements statements) {
        return statements.execute(GIVE_UP, clock.instant(), settings.sweepAtMost());
    }

    private static String json(StatusUpdate update) {
        return new String(Json.bytes(update), StandardCharsets.UTF_8);
    }

    private static StatusUpdate update(Row row) {
        var json = Objects.requireNonNull(row.get(0, String.class));
        return Json.read(json.getBytes(StandardCharsets.UTF_8), StatusUpdate.class);
    }
}
