package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.hub.chat.log.Columns;
import com.eventfulhq.hub.chat.log.Command;
import com.eventfulhq.hub.chat.log.Draft;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads how the bookings of a batch stand, and on which side of them its people are. */
final class Loading {

    private static final String BOOKINGS = """
            SELECT b.booking_id, b.status, last.message_no, last.hash, bound.message_no, bound.message_type,
                bound.sender_user_id = b.talent_user_id, marketplace.canonical_json(bound.offer_data)
            FROM marketplace.bookings b
            LEFT JOIN LATERAL (SELECT message_no, hash FROM marketplace.booking_messages
                WHERE booking_id = b.booking_id ORDER BY message_no DESC LIMIT 1) AS last ON true
            LEFT JOIN LATERAL (SELECT message_no, message_type, sender_user_id, offer_data FROM marketplace.booking_messages
                WHERE booking_id = b.booking_id AND message_type <> 'text' ORDER BY message_no DESC LIMIT 1) AS bound ON true
            WHERE b.booking_id = ANY($1) AND NOT b.is_deleted
            """;

    private static final String PARTIES = """
            SELECT booking_id, user_id, side FROM (
                SELECT n.booking_id, n.user_id, marketplace.side_of(n.booking_id, n.user_id) AS side
                FROM unnest($1::uuid[], $2::uuid[]) AS n (booking_id, user_id)) AS asked
            WHERE side IS NOT NULL
            """;

    private final Statements statements;
    private final Draft draft;
    private final Changes changes;
    private final Map<UUID, Negotiation> negotiations = new HashMap<>();

    Loading(Statements statements, Draft draft, Changes changes) {
        this.statements = statements;
        this.draft = draft;
        this.changes = changes;
    }

    /** Whether a command can be about a negotiation at all. */
    static boolean concerns(Command command) {
        return command.asked() instanceof ChatCommand.Negotiate || command.asked() instanceof ChatCommand.Seen;
    }

    /** The negotiations of those bookings that are there. */
    Mono<Map<UUID, Negotiation>> load(List<Command> commands) {
        Set<UUID> bookings = new HashSet<>();
        Set<Changes.Reader> people = new HashSet<>();
        for (var command : commands) {
            bookings.add(command.conversationId());
            people.add(new Changes.Reader(command.conversationId(), command.by().value()));
        }
        return statements
                .query(BOOKINGS, Loading::booking, (Object) bookings.toArray(UUID[]::new))
                .doOnNext(found -> found.forEach(this::begin))
                .then(Mono.defer(() -> parties(people)))
                .thenReturn(negotiations);
    }

    private Mono<Void> parties(Collection<Changes.Reader> people) {
        var rows = Columns.of(people.stream()
                .filter(person -> negotiations.containsKey(person.bookingId()))
                .toList());
        var bookings = rows.ids(Changes.Reader::bookingId);
        if (bookings.length == 0) {
            return Mono.empty();
        }
        return statements
                .query(PARTIES, Loading::party, bookings, rows.ids(Changes.Reader::userId))
                .doOnNext(found -> found.forEach(this::takesPart))
                .then();
    }

    private record Party(UUID bookingId, UUID userId, Side side) {}

    private static Party party(Row row) {
        return new Party(id(row, 0), id(row, 1), Side.of(text(row, 2)));
    }

    private void takesPart(Party party) {
        var negotiation = negotiations.get(party.bookingId());
        if (negotiation != null) {
            negotiation.party(party.userId(), party.side());
        }
    }

    private record Booking(
            UUID bookingId,
            String status,
            long lastNo,
            @Nullable String lastHash,
            @Nullable Bound bound) {}

    private record Bound(
            long messageNo, Step step, Side by, @Nullable String terms) {}

    private static Booking booking(Row row) {
        @Nullable Long bound = row.get(4, Long.class);
        return new Booking(
                id(row, 0),
                text(row, 1),
                Objects.requireNonNullElse(row.get(2, Long.class), 0L),
                row.get(3, String.class),
                bound == null
                        ? null
                        : new Bound(
                                bound,
                                Step.of(text(row, 5)),
                                Boolean.TRUE.equals(row.get(6, Boolean.class)) ? Side.TALENT : Side.ORGANIZER,
                                row.get(7, String.class)));
    }

    private void begin(Booking found) {
        var head = draft.begin(found.bookingId()).after(found.lastNo());
        var negotiation = new Negotiation(head, found.status(), changes);
        if (found.lastHash() != null) {
            negotiation.goesOnFrom(found.lastHash());
        }
        var bound = found.bound();
        if (bound != null) {
            negotiation.stands(standing(bound), bound.messageNo());
        }
        negotiations.put(found.bookingId(), negotiation);
    }

    private static Standing standing(Bound bound) {
        return switch (bound.step()) {
            case TEXT, REJECTION, WITHDRAWAL -> new Standing.Nothing();
            case OFFER, COUNTER_OFFER -> new Standing.Offered(bound.by(), terms(bound));
            case ACCEPTANCE -> new Standing.Agreed(terms(bound));
        };
    }

    private static Standing.Terms terms(Bound bound) {
        var json = Objects.requireNonNullElse(bound.terms(), "{}");
        var expires = Json.MAPPER.readTree(json).path("expires_at").stringValue(null);
        return new Standing.Terms(json, expires == null ? null : Instant.parse(expires));
    }

    private static UUID id(Row row, int column) {
        return Objects.requireNonNull(row.get(column, UUID.class));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
