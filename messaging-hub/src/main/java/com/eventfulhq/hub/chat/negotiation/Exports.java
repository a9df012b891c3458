package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import io.r2dbc.spi.Row;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A negotiation as a file that proves itself ({@code docs/negotiation.md}). Written page by page: what is there when it begins is neither
 * changed nor removed meanwhile, and what comes later is not in it.
 */
final class Exports {

    static final String FORMAT = "eventful.negotiation.v1";

    /** A page is in memory at a time. */
    private static final int PAGE = 50;

    private static final String BOOKING = """
            SELECT b.booking_reference, b.talent_user_id, b.booked_by_user_id, b.booked_by_team_id,
                (SELECT count(*) FROM marketplace.booking_messages m WHERE m.booking_id = b.booking_id)
            FROM marketplace.bookings b
            WHERE b.booking_id = $1 AND NOT b.is_deleted AND marketplace.side_of(b.booking_id, $2) IS NOT NULL
            """;

    private static final String MESSAGES = """
            SELECT message_id, message_no, sender_user_id, message_type, message_text, marketplace.canonical_json(offer_data), created_at, hash
            FROM marketplace.booking_messages WHERE booking_id = $1 AND message_no > $2 AND message_no <= $3 ORDER BY message_no
            """;

    private final Database database;
    private final Clock clock;

    Exports(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Booking(
            String reference,
            UUID talent,
            @Nullable UUID bookedByUser,
            @Nullable UUID bookedByTeam,
            long messages) {}

    /** @return the file, piece by piece; fails as not found for whoever is no party */
    Mono<Flux<byte[]>> of(UUID booking, UserId reader) {
        return database.single(statements -> statements.query(BOOKING, Exports::booking, booking, reader.value()))
                .flatMap(found -> found.isEmpty()
                        ? Mono.error(ProblemException.of(ErrorCode.NOT_FOUND, "bookingId: no such booking here"))
                        : Mono.just(file(booking, found.getFirst())));
    }

    private Flux<byte[]> file(UUID id, Booking booking) {
        int pages = Math.toIntExact(Math.ceilDiv(booking.messages(), PAGE));
        return Flux.concat(
                Mono.fromSupplier(() -> head(id, booking)),
                Flux.range(0, pages).concatMap(page -> page(id, page, booking.messages()), 1),
                Mono.just("\n]}\n".getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] head(UUID id, Booking booking) {
        var head = Json.MAPPER.createObjectNode();
        head.put("format", FORMAT);
        head.put("booking_id", id.toString());
        head.put("booking_reference", booking.reference());
        head.put("talent_user_id", booking.talent().toString());
        if (booking.bookedByUser() != null) {
            head.put("booked_by_user_id", booking.bookedByUser().toString());
        }
        if (booking.bookedByTeam() != null) {
            head.put("booked_by_team_id", booking.bookedByTeam().toString());
        }
        head.put("exported_at", clock.instant().toString());
        head.put("message_count", booking.messages());
        var json = head.toString();
        return (json.substring(0, json.length() - 1) + ",\"messages\":[").getBytes(StandardCharsets.UTF_8);
    }

    private Mono<byte[]> page(UUID id, int page, long last) {
        long after = (long) page * PAGE;
        long to = Math.min(after + PAGE, last);
        return database.single(statements -> statements.query(MESSAGES, row -> message(id, row), id, after, to))
                .map(Exports::lines);
    }

    private static byte[] lines(List<String> messages) {
        var lines = new StringBuilder();
        for (var message : messages) {
            lines.append(message);
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A line of its own, in the form that is hashed, with the hash after it. */
    private static String message(UUID id, Row row) {
        var message = new Message(
                id,
                id(row, 0),
                Objects.requireNonNull(row.get(1, Long.class)),
                id(row, 2),
                Step.of(text(row, 3)),
                text(row, 4),
                row.get(5, String.class),
                Objects.requireNonNull(row.get(6, Instant.class)));
        var json = CanonicalJson.of(message.json());
        return (message.messageNo() == 1 ? "\n" : ",\n")
                + json.substring(0, json.length() - 1)
                + ",\"hash\":\""
                + text(row, 7)
                + "\"}";
    }

    private static Booking booking(Row row) {
        return new Booking(
                text(row, 0),
                id(row, 1),
                row.get(2, UUID.class),
                row.get(3, UUID.class),
                Objects.requireNonNull(row.get(4, Long.class)));
    }

    private static UUID id(Row row, int column) {
        return Objects.requireNonNull(row.get(column, UUID.class));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
