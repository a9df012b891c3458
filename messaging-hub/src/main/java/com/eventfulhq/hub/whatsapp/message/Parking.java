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
            SELECT wamid, status, recipient, payload::jsonb, $5 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
                AS t(wamid, status, recipient, payload)
            ON CONFLICT DO NOTHING
            """;

    private static final String WAITING_FOR = """
            SELECT payload::text FROM communications.whatsapp_parked_statuses WHERE whatsapp_message_id = ANY($1)
            """;

    private static final String THOSE_THAT_CAME = """
            SELECT p.payload::text FROM communications.whatsapp_parked_statuses p
            JOIN communications.whatsapp_messages m ON m.whatsapp_message_id = p.whatsapp_message_id AND m.direction = 'outbound'
            LIMIT $1
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

    /** Those whose message came while they were being parked; bounded. */
    Mono<List<StatusUpdate>> thoseThatCame(Statements statements) {
        return statements.query(THOSE_THAT_CAME, Parking::update, settings.sweepAtMost());
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
