package com.eventfulhq.hub.chat.read;

import static com.eventfulhq.common.chat.ChatAsk.MOST_BYTES;

import com.eventfulhq.common.chat.ChatAsk;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.json.Json;
import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.common.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a message has said: all its contents, or the latest of very many. Of a deleted one nothing. */
final class Versions {

    private static final int MOST = 200;

    private static final String SQL = """
            SELECT coalesce(e.edit_version, m.edit_version), coalesce(e.content, m.content), coalesce(e.edited_at, m.created_at),
                coalesce(e.editor_user_id, m.sender_user_id)
            FROM communications.conversation_participants p
            JOIN communications.internal_conversations c ON c.conversation_id = p.conversation_id AND NOT c.is_deleted
            JOIN communications.internal_messages m
                ON m.message_id = $3 AND m.conversation_id = p.conversation_id AND NOT m.is_deleted
            LEFT JOIN LATERAL (
                SELECT v.*, sum(octet_length(v.content)) OVER latest AS bytes, row_number() OVER latest AS rank
                FROM (
                    SELECT * FROM communications.message_edits WHERE message_id = m.message_id
                    ORDER BY edit_version DESC LIMIT %d) v
                WINDOW latest AS (ORDER BY v.edit_version DESC)) e ON e.bytes <= %d OR e.rank = 1
            WHERE p.user_id = $1 AND p.conversation_id = $2 AND p.left_at IS NULL
            ORDER BY 1
            """.formatted(MOST, MOST_BYTES);

    private record Version(int version, @Nullable String content, Instant at, UUID by) {}

    Mono<Answer> answer(Statements statements, ChatAsk.Edits ask) {
        return statements
                .query(
                        SQL,
                        row -> new Version(
                                Objects.requireNonNull(row.get(0, Integer.class)),
                                row.get(1, String.class),
                                Objects.requireNonNull(row.get(2, Instant.class)),
                                Objects.requireNonNull(row.get(3, UUID.class))),
                        ask.user().value(),
                        ask.conversationId(),
                        ask.messageId())
                .map(Versions::answer);
    }

    private static Answer answer(List<Version> versions) {
        return versions.isEmpty()
                ? new Answer.Refused(ProblemException.of(ErrorCode.NOT_FOUND, "message_id: no such message"))
                : new Answer.Given(Json.MAPPER.writeValueAsString(Map.of("versions", versions)));
    }
}
