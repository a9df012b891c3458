package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.json.Json;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Which conversations are on somebody's list, for a node that pushes what changes of it. Only where they stand, without what a
 * person would see of them: everybody who connects after an interruption asks for this, with hundreds of conversations each.
 */
final class Heads implements Together<ChatAsk.Heads> {

    private static final String SQL = """
            WITH moment AS MATERIALIZED (
                SELECT pg_snapshot_xmin(t.snapshot)::text::bigint AS xmin, i.incarnation
                FROM (SELECT pg_current_snapshot() AS snapshot) t CROSS JOIN communications.list_incarnation i)
            SELECT a.n, moment.xmin, moment.incarnation, r.conversation_id, r.epoch, r.last_ev, r.last_message_no, r.last_message_at
            FROM unnest($1::uuid[]) WITH ORDINALITY AS a(user_id, n)
            CROSS JOIN moment
            LEFT JOIN LATERAL (
                SELECT h.conversation_id, h.epoch, h.last_ev, h.last_message_no, h.last_message_at,
                    greatest(h.changed_tx, p.changed_tx) AS changed
                FROM communications.conversation_participants p
                JOIN communications.conversation_heads h ON h.conversation_id = p.conversation_id
                WHERE p.user_id = a.user_id AND p.left_at IS NULL
                ORDER BY 6 DESC, 1 DESC LIMIT %d) r ON true
            ORDER BY a.n, r.changed DESC, r.conversation_id DESC
            """.formatted(ChatAsk.MOST_HEADS);

    /** One conversation; what is not there is left out. */
    private record Head(
            @JsonProperty("conversation_id") UUID conversationId,
            UUID epoch,
            @JsonProperty("last_ev") long lastEv,
            @JsonProperty("last_message_no") long lastMessageNo,
            @JsonProperty("last_message_at") @Nullable Instant lastMessageAt) {}

    private record Line(
            int place, RosterCursor cursor, @Nullable Head head) {}

    private record HeadsAnswer(List<Head> heads, String cursor) {}

    @Override
    public Mono<List<Answer>> answer(Statements statements, List<ChatAsk.Heads> asks) {
        return statements
                .query(SQL, Heads::line, (Object)
                        Together.column(asks, UUID[]::new, ask -> ask.user().value()))
                .map(lines -> answers(asks.size(), lines));
    }

    private static Line line(Row row) {
        var cursor = new RosterCursor(
                Objects.requireNonNull(row.get(2, UUID.class)), Objects.requireNonNull(row.get(1, Long.class)), null);
        @Nullable UUID conversation = row.get(3, UUID.class);
        return new Line(
                Objects.requireNonNull(row.get(0, Long.class)).intValue() - 1,
                cursor,
                conversation == null ? null : head(row, conversation));
    }

    private static Head head(Row row, UUID conversation) {
        return new Head(
                conversation,
                Objects.requireNonNull(row.get(4, UUID.class)),
                Objects.requireNonNull(row.get(5, Long.class)),
                Objects.requireNonNull(row.get(6, Long.class)),
                row.get(7, Instant.class));
    }

    private static List<Answer> answers(int asked, List<Line> lines) {
        var answers = Together.allNotFound(asked);
        for (int from = 0; from < lines.size(); ) {
            var first = lines.get(from);
            var heads = new ArrayList<Head>();
            for (; from < lines.size() && lines.get(from).place() == first.place(); from++) {
                var head = lines.get(from).head();
                if (head != null) {
                    heads.add(head);
                }
            }
            var answer = new HeadsAnswer(heads, first.cursor().text());
            answers.set(first.place(), new Answer.Given(Json.MAPPER.writeValueAsString(answer)));
        }
        return answers;
    }
}
