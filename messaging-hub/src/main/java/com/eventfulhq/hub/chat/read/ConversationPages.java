package com.eventfulhq.hub.chat.read;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.UserId;
import com.eventfulhq.common.page.PageRequest;
import com.eventfulhq.common.page.PageRequest.Page;
import com.eventfulhq.common.page.Place;
import java.time.Instant;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Somebody's conversations by their last message, for who reads pages and keeps no list. */
final class ConversationPages {

    private static final String SQL = """
            SELECT coalesce(h.last_message_at, c.created_at), %s
            FROM communications.conversation_participants p
            %s
            WHERE p.user_id = $1 AND p.left_at IS NULL
                AND (coalesce(h.last_message_at, c.created_at), p.conversation_id) < ($2, $3)
            ORDER BY 1 DESC, p.conversation_id DESC LIMIT $4
            """.formatted(Summary.COLUMNS, Summary.OF_PARTICIPANT);

    private record Line(Instant at, Summary summary) {}

    Mono<Page<Summary>> read(Statements statements, UserId user, PageRequest request) {
        var after = request.after();
        return statements
                .query(
                        SQL,
                        row -> new Line(Objects.requireNonNull(row.get(0, Instant.class)), Summary.of(row, 1)),
                        user.value(),
                        after.at(),
                        after.id(),
                        request.rows())
                .map(lines -> request.page(
                        lines, line -> new Place(line.at(), line.summary().conversationId())))
                .map(page -> new Page<>(page.items().stream().map(Line::summary).toList(), page.nextCursor()));
    }
}
