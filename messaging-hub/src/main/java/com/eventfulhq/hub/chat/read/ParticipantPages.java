package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Who takes part, page by page. */
final class ParticipantPages {

    static final int PAGE = 100;

    private static final String SQL = """
            SELECT q.user_id, %s
            FROM communications.conversation_participants me
            JOIN communications.internal_conversations c ON c.conversation_id = me.conversation_id AND NOT c.is_deleted
            LEFT JOIN LATERAL (
                SELECT * FROM communications.conversation_participants q
                WHERE q.conversation_id = me.conversation_id AND q.left_at IS NULL AND q.user_id > $3
                ORDER BY q.user_id LIMIT %d) q ON true
            WHERE me.user_id = $1 AND me.conversation_id = $2 AND me.left_at IS NULL
            ORDER BY q.user_id
            """.formatted(Participant.JSON, PAGE + 1);

    /** @param json null in the only line of an empty page */
    private record Line(@Nullable UUID user, @Nullable String json) {}

    Mono<Answer> answer(Statements statements, ChatAsk.Participants ask) {
        return statements
                .query(
                        SQL,
                        row -> new Line(row.get(0, UUID.class), row.get(1, String.class)),
                        ask.user().value(),
                        ask.conversationId(),
                        PersonCursor.read(ask.cursor()))
                .map(lines -> lines.isEmpty() ? Answer.notFound() : answer(lines));
    }

    private static Answer answer(List<Line> lines) {
        var page = lines.size() > PAGE ? lines.subList(0, PAGE) : lines;
        var participants =
                page.stream().map(Line::json).filter(Objects::nonNull).collect(Collectors.joining(","));
        var cursor = lines.size() > PAGE
                ? ",\"cursor\":\""
                        + PersonCursor.after(
                                Objects.requireNonNull(page.getLast().user())) + "\""
                : "";
        return new Answer.Given("{\"participants\":[" + participants + "]" + cursor + "}");
    }
}
