package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.json.Json;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.spi.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The list of somebody's conversations, or what changed of it since a cursor.
 *
 * <p>A cursor is the oldest transaction that was still open when the list was read. A transaction that is open then and ends later has
 * that number or a higher one, whichever order they end in, so its changes are at or after the cursor: read twice perhaps, missed
 * never. A cursor from a time this database has not come to, or from another incarnation of it, is answered with the whole list.
 */
final class Rosters implements Together<ChatAsk.Roster> {

    static final int PAGE = 200;

    private static final String SQL = """
            WITH moment AS MATERIALIZED (
                SELECT pg_snapshot_xmin(t.snapshot) AS xmin, pg_snapshot_xmax(t.snapshot) AS xmax, i.incarnation
                FROM (SELECT pg_current_snapshot() AS snapshot) t CROSS JOIN communications.list_incarnation i),
            asked AS MATERIALIZED (
                SELECT a.n, a.user_id, moment.xmin, moment.incarnation, k.known,
                    CASE WHEN k.known THEN a.since::xid8 ELSE '0'::xid8 END AS since,
                    CASE WHEN k.known AND a.changed IS NOT NULL THEN a.with_left = 1 ELSE a.incarnation IS NOT NULL END AS with_left,
                    CASE WHEN k.known THEN a.first::xid8 END AS first,
                    CASE WHEN k.known THEN a.changed::xid8 END AS changed, a.conversation_id
                FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::text[], $7::uuid[])
                    WITH ORDINALITY AS a(user_id, incarnation, since, first, with_left, changed, conversation_id, n)
                CROSS JOIN moment
                CROSS JOIN LATERAL (
                    SELECT coalesce(a.incarnation = moment.incarnation AND a.since::xid8 <= moment.xmax, false) AS known) k),
            f AS MATERIALIZED (
                SELECT asked.*, asked.changed IS NOT NULL AND (
                    EXISTS (
                        SELECT FROM communications.conversation_participants p
                        JOIN communications.conversation_heads h ON h.conversation_id = p.conversation_id
                        WHERE p.user_id = asked.user_id AND p.left_at IS NULL AND greatest(h.changed_tx, p.changed_tx) >= asked.first)
                    OR EXISTS (
                        SELECT FROM communications.conversation_participants p
                        WHERE p.user_id = asked.user_id AND p.left_at IS NOT NULL AND p.changed_tx >= asked.first)) AS newer
                FROM asked),
            s AS (
                SELECT f.n, f.xmin::text::bigint AS xmin, f.incarnation, f.known, f.with_left, f.newer,
                    r.conversation_id AS listed, r.changed::text::bigint AS changed, d.*
                FROM f
                LEFT JOIN LATERAL (
                    SELECT p.conversation_id, greatest(h.changed_tx, p.changed_tx) AS changed, false AS ended
                    FROM communications.conversation_participants p
                    JOIN communications.conversation_heads h ON h.conversation_id = p.conversation_id
                    WHERE p.user_id = f.user_id AND p.left_at IS NULL AND greatest(h.changed_tx, p.changed_tx) >= f.since
                        AND (f.changed IS NULL OR (greatest(h.changed_tx, p.changed_tx), p.conversation_id) < (f.changed, f.conversation_id))
                    UNION ALL
                    SELECT p.conversation_id, p.changed_tx, true
                    FROM communications.conversation_participants p
                    WHERE f.with_left AND p.user_id = f.user_id AND p.left_at IS NOT NULL AND p.changed_tx >= f.since
                        AND (f.changed IS NULL OR (p.changed_tx, p.conversation_id) < (f.changed, f.conversation_id))
                    ORDER BY 2 DESC, 1 DESC LIMIT %d) r ON true
                LEFT JOIN LATERAL (
                    SELECT %s FROM communications.conversation_participants p
                    %s
                    WHERE p.conversation_id = r.conversation_id AND p.user_id = f.user_id AND NOT r.ended) d ON true)
            SELECT s.n, s.xmin, s.incarnation, s.known, s.with_left, s.newer, s.listed, s.changed, %s
            FROM s ORDER BY s.n, s.changed DESC, s.listed DESC
            """.formatted(PAGE + 1, Summary.COLUMNS, Summary.OF_PARTICIPANT, Summary.NAMES);

    /** What a row says about the ask it belongs to. */
    private record Moment(int place, long xmin, UUID incarnation, boolean known, boolean withLeft, boolean newer) {}

    /** @param summary null if the caller has left, or the conversation is gone */
    private record Entry(
            UUID conversation, long changed, @Nullable Summary summary) {}

    private record Line(Moment moment, @Nullable Entry entry) {}

    /** As a client sees it. */
    private record ListAnswer(
            List<Summary> changed,
            List<UUID> left,
            String cursor,
            @JsonProperty("more") boolean more) {}

    @Override
    public Mono<List<Answer>> answer(Statements statements, List<ChatAsk.Roster> asks) {
        var cursors = asks.stream()
                .map(ask -> new Position(RosterCursor.read(ask.cursor()), ask.cursor() != null))
                .toList();
        return statements
                .query(
                        SQL,
                        Rosters::line,
                        Together.column(asks, UUID[]::new, ask -> ask.user().value()),
                        Together.column(cursors, UUID[]::new, Position::incarnation),
                        Together.column(cursors, String[]::new, of(cursor -> Long.toString(cursor.since()))),
                        Together.column(cursors, String[]::new, ofPage(page -> Long.toString(page.first()))),
                        Together.column(cursors, Integer[]::new, ofPage(page -> page.withLeft() ? 1 : 0)),
                        Together.column(cursors, String[]::new, ofPage(page -> Long.toString(page.changed()))),
                        Together.column(cursors, UUID[]::new, ofPage(RosterCursor.Page::conversation)))
                .map(lines -> answers(cursors, lines));
    }

    /** @param sent whether there was a cursor, even one that cannot be read: its owner has a list with conversations to leave */
    private record Position(@Nullable RosterCursor cursor, boolean sent) {

        private static final UUID NO_INCARNATION = new UUID(0, 0);

        @Nullable
        UUID incarnation() {
            return cursor != null ? cursor.incarnation() : sent ? NO_INCARNATION : null;
        }

        RosterCursor.@Nullable Page page() {
            return cursor == null ? null : cursor.page();
        }
    }

    private static <T> Function<Position, @Nullable T> of(Function<RosterCursor, T> part) {
        return position -> position.cursor() == null ? null : part.apply(position.cursor());
    }

    private static <T> Function<Position, @Nullable T> ofPage(Function<RosterCursor.Page, T> part) {
        return position -> {
            var page = position.page();
            return page == null ? null : part.apply(page);
        };
    }

    private static Line line(Row row) {
        var moment = new Moment(
                Objects.requireNonNull(row.get(0, Long.class)).intValue() - 1,
                Objects.requireNonNull(row.get(1, Long.class)),
                Objects.requireNonNull(row.get(2, UUID.class)),
                Boolean.TRUE.equals(row.get(3, Boolean.class)),
                Boolean.TRUE.equals(row.get(4, Boolean.class)),
                Boolean.TRUE.equals(row.get(5, Boolean.class)));
        @Nullable UUID conversation = row.get(6, UUID.class);
        return new Line(moment, conversation == null ? null : entry(row, conversation));
    }

    private static Entry entry(Row row, UUID conversation) {
        return new Entry(
                conversation,
                Objects.requireNonNull(row.get(7, Long.class)),
                row.get(8, UUID.class) == null ? null : Summary.of(row, 8));
    }

    private static List<Answer> answers(List<Position> cursors, List<Line> lines) {
        var answers = Together.allNotFound(cursors.size());
        for (int from = 0; from < lines.size(); ) {
            var moment = lines.get(from).moment();
            var entries = new ArrayList<Entry>();
            for (; from < lines.size() && lines.get(from).moment().place() == moment.place(); from++) {
                var entry = lines.get(from).entry();
                if (entry != null) {
                    entries.add(entry);
                }
            }
            var position = cursors.get(moment.place());
            answers.set(moment.place(), answer(moment, moment.known() ? position.cursor() : null, entries));
        }
        return answers;
    }

    private static Answer answer(Moment moment, @Nullable RosterCursor cursor, List<Entry> entries) {
        boolean further = entries.size() > PAGE;
        var page = further ? entries.subList(0, PAGE) : entries;
        var changed = page.stream()
                .map(Entry::summary)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        var left = page.stream()
                .filter(entry -> entry.summary() == null && moment.withLeft())
                .map(Entry::conversation)
                .toList();
        var next = further ? nextPage(moment, cursor, page.getLast()) : afterLastPage(moment, cursor);
        // What changed while the pages were read is in front of them. With the same cursor as before nothing new would
        // be found.
        boolean more = further || (moment.newer() && moment.xmin() > next.since());
        return new Answer.Given(Json.MAPPER.writeValueAsString(new ListAnswer(changed, left, next.text(), more)));
    }

    private static RosterCursor nextPage(Moment moment, @Nullable RosterCursor cursor, Entry last) {
        var before = cursor == null ? null : cursor.page();
        return new RosterCursor(
                moment.incarnation(),
                cursor == null ? 0 : cursor.since(),
                new RosterCursor.Page(
                        before == null ? moment.xmin() : before.first(),
                        moment.withLeft(),
                        last.changed(),
                        last.conversation()));
    }

    private static RosterCursor afterLastPage(Moment moment, @Nullable RosterCursor cursor) {
        var before = cursor == null ? null : cursor.page();
        return new RosterCursor(moment.incarnation(), before == null ? moment.xmin() : before.first(), null);
    }
}
