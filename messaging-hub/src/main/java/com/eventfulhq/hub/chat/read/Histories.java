package com.eventfulhq.hub.chat.read;

import static com.eventfulhq.common.chat.ChatAsk.MOST_BYTES;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.json.Json;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.spi.Row;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Messages as they stand, or events as they were. Messages keep their numbers for ever and have no gaps, so which ones a page holds
 * is arithmetic; of too many bytes those nearest to the place asked for are given.
 */
final class Histories {

    /** The first message of a page, by arithmetic. */
    static final String FIRST = """
            CASE $3
                WHEN 'before' THEN least($4, last_message_no + 1) - $5
                WHEN 'after' THEN $4 + 1
                WHEN 'around' THEN greatest(least($4, last_message_no) - $5 / 2, 1)
                ELSE last_message_no - $5 + 1 END""";

    /** The message of a page that is kept first if not all fit. */
    static final String NEAR = "CASE $3 WHEN 'around' THEN $4 WHEN 'after' THEN w.first ELSE w.first + $5 - 1 END";

    /** Nobody, or one row at least: the state of the conversation, and what is of the page. */
    private static final String MINE = """
            WITH mine AS (
                SELECT h.conversation_id, h.last_ev, h.last_message_no
                FROM communications.conversation_participants p
                JOIN communications.internal_conversations c ON c.conversation_id = p.conversation_id AND NOT c.is_deleted
                JOIN communications.conversation_heads h ON h.conversation_id = p.conversation_id
                WHERE p.user_id = $1 AND p.conversation_id = $2 AND p.left_at IS NULL)
            """;

    private static final String MESSAGES = MINE + """
            SELECT w.last_ev, w.last_message_no, w.first, w.first + $5 - 1, %s
            FROM (
                SELECT mine.*, %s AS first
                FROM mine) w
            LEFT JOIN LATERAL (
                SELECT m.*, row_number() OVER near AS rank,
                    sum(octet_length(coalesce(m.content, '')) + coalesce(pg_column_size(m.attachments), 0)) OVER near AS bytes
                FROM communications.internal_messages m
                WHERE m.conversation_id = w.conversation_id AND m.message_no BETWEEN w.first AND w.first + $5 - 1
                WINDOW near AS (ORDER BY abs(m.message_no - %s), m.message_no)) m
                ON m.bytes <= %d OR m.rank = 1
            ORDER BY m.message_no
            """.formatted(MessageView.COLUMNS, FIRST, NEAR, MOST_BYTES);

    static final String EVENTS_OF_MINE = """
            SELECT mine.last_ev, e.ev, e.frame
            FROM mine
            LEFT JOIN LATERAL (
                SELECT ev, frame, sum(octet_length(frame)) OVER (ORDER BY ev) AS bytes
                FROM communications.conversation_events
                WHERE conversation_id = mine.conversation_id AND ev > $3 AND ev <= $3 + $4) e ON e.bytes <= %d OR e.ev = $3 + 1
            ORDER BY e.ev
            """.formatted(MOST_BYTES);

    private static final String EVENTS = MINE + EVENTS_OF_MINE;

    /** @param message null in the only line of an empty page */
    private record Line(
            long lastEv,
            long lastMessageNo,
            long first,
            long last,
            @Nullable MessageView message) {}

    private record Event(long lastEv, long ev, @Nullable String frame) {}

    private record Messages(
            List<MessageView> messages,
            @JsonProperty("has_before") boolean hasBefore,
            @JsonProperty("has_after") boolean hasAfter,
            long ev) {}

    /** A place in the order of messages. */
    record Anchor(String side, long messageNo) {

        static Anchor of(ChatAsk.History ask) {
            if (ask.beforeMessageNo() != null) {
                return new Anchor("before", ask.beforeMessageNo());
            }
            if (ask.afterMessageNo() != null) {
                return new Anchor("after", ask.afterMessageNo());
            }
            return ask.aroundMessageNo() == null
                    ? new Anchor("newest", 0)
                    : new Anchor("around", ask.aroundMessageNo());
        }
    }

    Mono<Answer> answer(Statements statements, ChatAsk.History ask) {
        var afterEv = ask.afterEv();
        return afterEv == null ? messages(statements, ask) : events(statements, EVENTS, ask, afterEv);
    }

    private static Mono<Answer> messages(Statements statements, ChatAsk.History ask) {
        var anchor = Anchor.of(ask);
        return statements
                .query(
                        MESSAGES,
                        Histories::line,
                        ask.user().value(),
                        ask.conversationId(),
                        anchor.side(),
                        anchor.messageNo(),
                        (long) ask.limit())
                .map(lines -> lines.isEmpty() ? Answer.notFound() : messages(lines));
    }

    private static Line line(Row row) {
        return new Line(
                number(row, 0),
                number(row, 1),
                number(row, 2),
                number(row, 3),
                row.get(5, Long.class) == null ? null : MessageView.of(row, 4, null));
    }

    private static Answer messages(List<Line> lines) {
        var state = lines.getFirst();
        var messages = lines.stream()
                .map(Line::message)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        long from = messages.isEmpty() ? state.first() : messages.getFirst().messageNo();
        long to = messages.isEmpty() ? state.last() : messages.getLast().messageNo();
        boolean hasBefore = from > 1 && state.lastMessageNo() > 0;
        var page = new Messages(messages, hasBefore, to < state.lastMessageNo(), state.lastEv());
        return new Answer.Given(Json.MAPPER.writeValueAsString(page));
    }

    /** @param sql {@link #EVENTS_OF_MINE} of some {@code mine} */
    static Mono<Answer> events(Statements statements, String sql, ChatAsk.History ask, long after) {
        return statements
                .query(
                        sql,
                        row -> new Event(
                                number(row, 0),
                                Objects.requireNonNullElse(row.get(1, Long.class), 0L),
                                row.get(2, String.class)),
                        ask.user().value(),
                        ask.conversationId(),
                        after,
                        (long) ask.limit())
                .map(events -> events.isEmpty() ? Answer.notFound() : events(events));
    }

    private static Answer events(List<Event> events) {
        long top = events.getFirst().lastEv();
        long last = Math.max(events.getLast().ev(), 0);
        boolean none = events.getFirst().frame() == null;
        var frames = none ? "" : events.stream().map(Event::frame).collect(Collectors.joining(","));
        return new Answer.Given("{\"events\":[" + frames + "],\"ev\":" + (none ? top : last) + ",\"more\":"
                + (!none && last < top) + "}");
    }

    private static long number(Row row, int column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
