package com.eventfulhq.hub.chat.read;

import static com.eventfulhq.common.chat.ChatAsk.MOST_BYTES;
import static com.eventfulhq.common.chat.ChatAsk.MOST_EVENTS;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.json.Json;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * {@code opened} of a negotiation: of its parties, whether anything was said yet or not. Every event of such a thread is a message. Until
 * the first one there is no head, and so no epoch but the booking's own id, which stays good afterwards.
 */
final class BookingOpens implements Together<ChatAsk.Open> {

    private static final int MOST_LISTED = 100;

    /** How far somebody has read: up to the last message that is marked, or their own. */
    private static final String READ_BY = """
            coalesce((SELECT m.message_no FROM marketplace.booking_messages m
                WHERE m.booking_id = b.booking_id AND (m.sender_user_id = %1$s OR EXISTS (
                    SELECT FROM marketplace.booking_message_reads r WHERE r.message_id = m.message_id AND r.reader_user_id = %1$s))
                ORDER BY m.message_no DESC LIMIT 1), 0)""";

    private static final String SQL = """
            WITH b AS (
                SELECT a.n, a.user_id, a.ev AS after, b.booking_id, b.booking_reference, b.talent_user_id, b.booked_by_user_id,
                    b.booked_by_team_id, b.created_at, coalesce(h.epoch, b.booking_id) AS epoch,
                    a.epoch IS NOT NULL AND a.epoch <> b.booking_id AND a.epoch IS DISTINCT FROM h.epoch AS elsewhere
                FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) WITH ORDINALITY AS a(user_id, conversation_id, epoch, ev, n)
                JOIN marketplace.bookings b ON b.booking_id = a.conversation_id AND NOT b.is_deleted
                LEFT JOIN communications.conversation_heads h ON h.conversation_id = b.booking_id
                WHERE marketplace.side_of(b.booking_id, a.user_id) IS NOT NULL)
            SELECT b.n, b.booking_id, b.booking_reference, b.epoch, coalesce(t.message_no, 0), t.created_at, t.message_id, t.sender_user_id,
                CASE WHEN length(t.message_text) > 100 THEN left(t.message_text, 100) || '…' ELSE t.message_text END,
                %s, b.after, b.elsewhere, parties.people, parties.json, given.frames
            FROM b
            LEFT JOIN LATERAL (SELECT * FROM marketplace.booking_messages m WHERE m.booking_id = b.booking_id
                ORDER BY m.message_no DESC LIMIT 1) t ON true
            CROSS JOIN LATERAL (
                SELECT count(*) AS people, string_agg(%s, ',' ORDER BY q.place) FILTER (WHERE q.place <= %d) AS json
                FROM (
                    SELECT p.user_id, 'member' AS role, b.created_at AS joined_at, r.read_ev, r.read_ev AS delivered_ev, p.place
                    FROM (
                        SELECT p.user_id, row_number() OVER (ORDER BY p.user_id = b.talent_user_id DESC, p.user_id) AS place
                        FROM (
                            SELECT b.talent_user_id AS user_id
                            UNION SELECT b.booked_by_user_id WHERE b.booked_by_user_id IS NOT NULL
                            UNION SELECT m.user_id FROM identity.team_memberships m
                                WHERE m.team_id = b.booked_by_team_id AND m.is_active AND m.invitation_status = 'accepted') p) p
                    CROSS JOIN LATERAL (SELECT CASE WHEN p.place <= %d THEN %s ELSE 0 END AS read_ev) r) q) parties
            LEFT JOIN LATERAL (
                SELECT string_agg(e.frame, ',' ORDER BY e.ev) AS frames FROM communications.conversation_events e
                WHERE NOT b.elsewhere AND t.message_no - b.after BETWEEN 1 AND %d
                    AND e.conversation_id = b.booking_id AND e.ev > b.after AND e.ev <= t.message_no
                HAVING count(*) = t.message_no - b.after AND sum(octet_length(e.frame)) <= %d) given ON true
            ORDER BY b.n
            """.formatted(
                    READ_BY.formatted("b.user_id"),
                    Participant.JSON,
                    MOST_LISTED,
                    MOST_LISTED,
                    READ_BY.formatted("p.user_id"),
                    MOST_EVENTS,
                    MOST_BYTES);

    private record Seat(
            int place,
            Summary summary,
            @Nullable Long after,
            boolean elsewhere,
            String parties,
            @Nullable String frames) {}

    @Override
    public Mono<List<Answer>> answer(Statements statements, List<ChatAsk.Open> asks) {
        return statements
                .query(
                        SQL,
                        BookingOpens::seat,
                        Together.column(asks, UUID[]::new, ask -> ask.user().value()),
                        Together.column(asks, UUID[]::new, ChatAsk.Open::conversationId),
                        Together.column(asks, UUID[]::new, Opens::epoch),
                        Together.column(asks, Long[]::new, ChatAsk.Open::ev))
                .map(seats -> {
                    var answers = Together.allNotFound(asks.size());
                    seats.forEach(seat -> answers.set(seat.place(), new Answer.Given(json(seat))));
                    return answers;
                });
    }

    private static Seat seat(Row row) {
        long last = number(row, 4);
        long read = number(row, 9);
        @Nullable UUID lastId = row.get(6, UUID.class);
        var summary = new Summary(
                id(row, 1),
                row.get(2, String.class),
                "bookings",
                id(row, 1),
                false,
                id(row, 3),
                last,
                last,
                row.get(5, Instant.class),
                lastId == null ? null : new Summary.LastMessage(lastId, id(row, 7), row.get(8, String.class)),
                (int) number(row, 12),
                "member",
                read,
                read,
                read,
                last - read,
                0,
                null);
        return new Seat(
                (int) number(row, 0) - 1,
                summary,
                row.get(10, Long.class),
                Boolean.TRUE.equals(row.get(11, Boolean.class)),
                Objects.requireNonNullElse(row.get(13, String.class), ""),
                row.get(14, String.class));
    }

    private static String json(Seat seat) {
        var summary = seat.summary();
        var json = new StringBuilder(1024)
                .append("{\"conversation\":")
                .append(Json.MAPPER.writeValueAsString(summary))
                .append(",\"participants\":[")
                .append(seat.parties())
                .append(']');
        if (summary.participantCount() > MOST_LISTED) {
            json.append(",\"participant_count\":").append(summary.participantCount());
        }
        @Nullable Long after = seat.after();
        @Nullable String frames = seat.frames();
        long last = summary.lastEv();
        boolean lost = seat.elsewhere() || (after != null && after > last);
        if (frames == null && after != null && (lost || after < last)) {
            json.append(",\"limited\":{\"from\":").append(lost ? 1 : after + 1);
            json.append(",\"to\":").append(last).append('}');
        } else {
            json.append(",\"events\":[").append(frames == null ? "" : frames).append(']');
        }
        return json.append(",\"ev\":").append(last).append('}').toString();
    }

    private static UUID id(Row row, int column) {
        return Objects.requireNonNull(row.get(column, UUID.class));
    }

    private static long number(Row row, int column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
