package com.eventfulhq.notification.ledger;

import static com.eventfulhq.notification.ledger.Ledger.column;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.NotificationId;
import io.r2dbc.spi.Row;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What was asked under each id. The id is made from who asks and their key, so whoever claims it first says what it means; a claim
 * is never changed.
 */
@Component
public final class Claims {

    /** The hashes come as text: the driver spells an array of bytes wrongly, and leaks it. */
    private static final String CLAIM = """
            INSERT INTO notification.notification_requests (notification_id, request_sha256)
            SELECT id, decode(sha256, 'hex') FROM unnest($1::uuid[], $2::text[]) AS t(id, sha256) ON CONFLICT DO NOTHING
            """;

    /** A statement of its own: it sees what a concurrent claim, for which the insert has waited, has committed. */
    private static final String LOOK = """
            SELECT r.notification_id, r.request_sha256, n.notification_id IS NOT NULL
            FROM notification.notification_requests r LEFT JOIN notification.notifications n USING (notification_id)
            WHERE r.notification_id = ANY($1)
            """;

    private final Database database;

    Claims(Database database) {
        this.database = database;
    }

    /**
     * A request by its meaning.
     *
     * @param sha256 of the canonical request
     */
    public record Claim(NotificationId notification, byte[] sha256) {}

    /**
     * What an id means.
     *
     * @param stored whether the notification is written down
     */
    public record Claimed(byte[] sha256, boolean stored) {

        public boolean means(Claim claim) {
            return Arrays.equals(sha256, claim.sha256());
        }
    }

    /** What these mean, as far as they are claimed. */
    public Mono<Map<NotificationId, Claimed>> find(Collection<NotificationId> notifications) {
        var ids = notifications.stream().map(NotificationId::value).toArray(UUID[]::new);
        return database.single(statements -> look(statements, ids));
    }

    /** Claims what is free; then says of every one what it means. */
    public Mono<Map<NotificationId, Claimed>> claim(List<Claim> claims) {
        var inOrder = claims.stream()
                .sorted(Comparator.comparing(claim -> claim.notification().value()))
                .toList();
        var ids = column(inOrder, UUID[]::new, claim -> claim.notification().value());
        var hashes = column(inOrder, String[]::new, claim -> HexFormat.of().formatHex(claim.sha256()));
        return database.single(
                statements -> statements.execute(CLAIM, ids, hashes).then(Mono.defer(() -> look(statements, ids))));
    }

    private static Mono<Map<NotificationId, Claimed>> look(Statements statements, UUID[] ids) {
        return statements.query(LOOK, Claims::claimed, (Object) ids).map(rows -> {
            Map<NotificationId, Claimed> found = new HashMap<>();
            rows.forEach(row -> found.put(row.getKey(), row.getValue()));
            return found;
        });
    }

    private static Map.Entry<NotificationId, Claimed> claimed(Row row) {
        var sha256 = Objects.requireNonNull(row.get(1, ByteBuffer.class));
        var bytes = new byte[sha256.remaining()];
        sha256.get(bytes);
        return Map.entry(
                new NotificationId(Objects.requireNonNull(row.get(0, UUID.class))),
                new Claimed(bytes, Objects.requireNonNull(row.get(2, Boolean.class))));
    }
}
