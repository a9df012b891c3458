package com.eventfulhq.hub.chat.read;

import static com.eventfulhq.common.chat.ChatAsk.MOST_BYTES;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Messages and events of a negotiation, for its parties: as of a conversation, and nothing in them ever changes. */
final class BookingHistories {

    /** Nobody, or one row at least, as of {@link Histories}. */
    private static final String MINE = """
            WITH mine AS (
                SELECT b.booking_id AS conversation_id, coalesce(t.message_no, 0) AS last_ev, coalesce(t.message_no, 0) AS last_message_no
                FROM marketplace.bookings b
                LEFT JOIN LATERAL (SELECT message_no FROM marketplace.booking_messages m WHERE m.booking_id = b.booking_id
                    ORDER BY m.message_no DESC LIMIT 1) t ON true
                WHERE b.booking_id = $2 AND NOT b.is_deleted AND marketplace.side_of(b.booking_id, $1) IS NOT NULL)
            """;

    private static final String MESSAGES = MINE + """
            SELECT w.last_ev, w.first, w.first + $5 - 1, m.message_no,
                jsonb_strip_nulls(jsonb_build_object('message_id', m.message_id, 'message_no', m.message_no, 'sender_user_id', m.sender_user_id,
                    'client_event_id', m.client_event_id, 'message_type', m.message_type, 'content', m.message_text, 'offer_data', m.offer_data,
                    'hash', m.hash, 'version', 1, 'at', to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                    'reactions', '[]'::jsonb, 'pinned', false, 'reply_count', 0))::text
            FROM (SELECT mine.*, %s AS first FROM mine) w
            LEFT JOIN LATERAL (
                SELECT m.*, e.client_event_id, row_number() OVER near AS rank,
                    sum(octet_length(m.message_text) + coalesce(pg_column_size(m.offer_data), 0)) OVER near AS bytes
                FROM marketplace.booking_messages m
                LEFT JOIN communications.conversation_events e ON e.conversation_id = m.booking_id AND e.ev = m.message_no
                WHERE m.booking_id = w.conversation_id AND m.message_no BETWEEN w.first AND w.first + $5 - 1
                WINDOW near AS (ORDER BY abs(m.message_no - %s), m.message_no)) m ON m.bytes <= %d OR m.rank = 1
            ORDER BY m.message_no
            """.formatted(Histories.FIRST, Histories.NEAR, MOST_BYTES);

    private static final String EVENTS = MINE + Histories.EVENTS_OF_MINE;

    private record Line(
            long last,
            long first,
            long end,
            @Nullable Long messageNo,
            @Nullable String message) {}

    Mono<Answer> answer(Statements statements, ChatAsk.History ask) {
        var afterEv = ask.afterEv();
        return afterEv == null ? messages(statements, ask) : Histories.events(statements, EVENTS, ask, afterEv);
    }

    private static Mono<Answer> messages(Statements statements, ChatAsk.History ask) {
        var anchor = Histories.Anchor.of(ask);
        return statements
                .query(
                        MESSAGES,
                        row -> new Line(
                                Objects.requireNonNull(row.get(0, Long.class)),
                                Objects.requireNonNull(row.get(1, Long.class)),
                                Objects.requireNonNull(row.get(2, Long.class)),
                                row.get(3, Long.class),
                                row.get(4, String.class)),
                        ask.user().value(),
                        ask.conversationId(),
                        anchor.side(),
                        anchor.messageNo(),
                        (long) ask.limit())
                .map(lines -> lines.isEmpty() ? Answer.notFound() : page(lines));
    }

    private static Answer page(List<Line> lines) {
        var state = lines.getFirst();
        long from = Objects.requireNonNullElse(state.messageNo(), state.first());
        long to = Objects.requireNonNullElse(lines.getLast().messageNo(), state.end());
        var messages = lines.stream()
                .filter(line -> line.messageNo() != null)
                .map(Line::message)
                .collect(Collectors.joining(","));
        return new Answer.Given("{\"messages\":[" + messages + "],\"has_before\":" + (from > 1 && state.last() > 0)
                + ",\"has_after\":" + (to < state.last()) + ",\"ev\":" + state.last() + "}");
    }
}
