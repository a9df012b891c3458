package com.eventfulhq.notification.ledger;

import static com.eventfulhq.notification.ledger.Ledger.column;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.json.Json;
import io.r2dbc.spi.Row;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Where receipts wait whose delivery is not there: the first of each status of a delivery. */
@Component
public final class Parking {

    private static final String PARK = """
            INSERT INTO notification.parked_receipts (delivery_id, status, payload, expires_at)
            SELECT id, status, payload::jsonb, $4 FROM unnest($1::uuid[], $2::text[], $3::text[]) AS t(id, status, payload)
            ON CONFLICT DO NOTHING
            """;

    private static final String THOSE_THAT_CAME = """
            SELECT p.payload FROM notification.parked_receipts p
            JOIN notification.notification_deliveries d USING (delivery_id) ORDER BY p.parked_at LIMIT $1
            """;

    private static final String REMOVE = """
            DELETE FROM notification.parked_receipts p USING unnest($1::uuid[], $2::text[]) AS t(id, status)
            WHERE p.delivery_id = t.id AND p.status = t.status
            """;

    private static final String GIVE_UP = """
            DELETE FROM notification.parked_receipts WHERE (delivery_id, status) IN (
                SELECT delivery_id, status FROM notification.parked_receipts WHERE expires_at < $1 LIMIT $2)
            """;

    private final Database database;
    private final ParkingSettings settings;
    private final Clock clock;

    Parking(Database database, ParkingSettings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    Mono<Void> park(Statements statements, List<Receipt> receipts) {
        if (receipts.isEmpty()) {
            return Mono.empty();
        }
        return statements
                .execute(
                        PARK,
                        ids(receipts),
                        statuses(receipts),
                        column(receipts, String[]::new, Json.MAPPER::writeValueAsString),
                        clock.instant().plus(settings.parkedFor()))
                .then();
    }

    /** Those whose delivery is there by now; bounded. */
    public Mono<List<Receipt>> thoseThatCame() {
        return database.single(
                statements -> statements.query(THOSE_THAT_CAME, Parking::receipt, settings.sweepAtMost()));
    }

    public Mono<Long> remove(List<Receipt> receipts) {
        return database.single(statements -> statements.execute(REMOVE, ids(receipts), statuses(receipts)));
    }

    /** Removes those nobody will ever claim; bounded. */
    public Mono<Long> giveUp() {
        return database.single(statements -> statements.execute(GIVE_UP, clock.instant(), settings.sweepAtMost()));
    }

    private static UUID[] ids(List<Receipt> receipts) {
        return column(receipts, UUID[]::new, receipt -> receipt.deliveryId().value());
    }

    private static String[] statuses(List<Receipt> receipts) {
        return column(receipts, String[]::new, Receipt::status);
    }

    private static Receipt receipt(Row row) {
        var json = Objects.requireNonNull(row.get(0, String.class));
        return Json.read(json.getBytes(StandardCharsets.UTF_8), Receipt.class);
    }
}
