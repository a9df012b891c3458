package com.eventfulhq.hub.chat.read;

import static com.eventfulhq.common.chat.ChatAsk.MOST_BYTES;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Null;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.page.Place;
import io.r2dbc.spi.Row;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Messages with these words, in the caller's conversations, the newest first. */
final class Searches {

    /**
     * Words and conversations are looked up in the index together. The conversations are compared once more, because a message could
     * have the id of another as one of its words.
     */
    private static final String SQL = """
            WITH mine AS MATERIALIZED (
                SELECT p.conversation_id
                FROM communications.conversation_participants p
                JOIN communications.internal_conversations c ON c.conversation_id = p.conversation_id AND NOT c.is_deleted
                WHERE p.user_id = $1 AND p.left_at IS NULL AND ($3::uuid IS NULL OR p.conversation_id = $3)),
            wanted AS MATERIALIZED (
                SELECT words.query && (SELECT string_agg('''' || conversation_id || '''', ' | ')::tsquery FROM mine) AS query
                FROM (SELECT websearch_to_tsquery('simple', $2) AS query) words WHERE numnode(words.query) > 0)
            SELECT (SELECT count(*) FROM mine), m.total, m.conversation_id, %s
            FROM (SELECT 1) one
            LEFT JOIN (
                SELECT f.*, count(*) OVER () AS total, row_number() OVER newest AS rank,
                    sum(octet_length(f.content)) OVER newest AS bytes
                FROM (
                    SELECT * FROM communications.internal_messages m
                    WHERE (to_tsvector('simple'::regconfig, m.content) || array_to_tsvector(ARRAY[m.conversation_id::text]))
                            @@ (SELECT query FROM wanted)
                        AND NOT m.is_deleted AND m.content IS NOT NULL AND m.conversation_id IN (SELECT conversation_id FROM mine)
                        AND (m.created_at, m.message_id) < ($4, $5)
                    ORDER BY m.created_at DESC, m.message_id DESC LIMIT $6) f
                WINDOW newest AS (ORDER BY f.created_at DESC, f.message_id DESC)) m ON m.rank = 1 OR (m.bytes <= %d AND m.rank < $6)
            ORDER BY m.created_at DESC, m.message_id DESC
            """.formatted(MessageView.COLUMNS, MOST_BYTES);

    /** @param message null in the only line of an empty page */
    private record Line(
            long conversations, long total, @Nullable MessageView message) {}

    private record Found(
            List<MessageView> messages, @Nullable String cursor) {}

    Mono<Answer> answer(Statements statements, ChatAsk.Search ask) {
        var after = ask.cursor() == null ? Place.TOP : Place.of(ask.cursor());
        return statements
                .query(
                        SQL,
                        Searches::line,
                        ask.user().value(),
                        ask.q(),
                        Null.or(ask.conversationId(), UUID.class),
                        after.at(),
                        after.id(),
                        ask.limit() + 1)
                .map(lines -> answer(ask, lines));
    }

    private static Line line(Row row) {
        @Nullable UUID conversation = row.get(2, UUID.class);
        return new Line(
                Objects.requireNonNull(row.get(0, Long.class)),
                Objects.requireNonNullElse(row.get(1, Long.class), 0L),
                conversation == null ? null : MessageView.of(row, 3, conversation));
    }

    private static Answer answer(ChatAsk.Search ask, List<Line> lines) {
        var state = lines.getFirst();
        if (ask.conversationId() != null && state.conversations() == 0) {
            return Answer.notFound();
        }
        var messages = lines.stream()
                .map(Line::message)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        @Nullable String cursor = null;
        if (!messages.isEmpty() && state.total() > messages.size()) {
            var last = messages.getLast();
            cursor = new Place(last.at(), last.messageId()).cursor();
        }
        return new Answer.Given(Json.MAPPER.writeValueAsString(new Found(messages, cursor)));
    }
}
