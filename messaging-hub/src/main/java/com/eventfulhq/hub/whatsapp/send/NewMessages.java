package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database.Null;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.json.Json;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes the row of a new message, and the key that makes its request happen once. */
@Component
final class NewMessages {

    private static final String INSERT = """
            INSERT INTO communications.whatsapp_messages
                (message_id, conversation_id, direction, message_type, text_content, template_name, template_id, content,
                 status, error_title, error_detail, provider_timestamp, sender_user_id, reference, next_attempt_at, send_before)
            VALUES ($1, $2, 'outbound', $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT DO NOTHING
            """;

    private static final String TOUCH = """
            UPDATE communications.whatsapp_conversations
            SET last_message_at = greatest(last_message_at, $2), updated_at = now()
            WHERE conversation_id = $1
            """;

    private static final String REMEMBER = """
            INSERT INTO communications.whatsapp_send_requests (team_id, idempotency_key, request_sha256, message_id)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """;

    private static final String RECALL = """
            SELECT r.request_sha256, r.message_id, m.conversation_id
            FROM communications.whatsapp_send_requests r
            JOIN communications.whatsapp_messages m USING (message_id)
            WHERE r.team_id = $1 AND r.idempotency_key = $2
            """;

    /**
     * The identity of a request.
     *
     * @param key the caller's own, unique per team: two clients of one team that use the same key mean the same request
     */
    record RequestKey(TeamId team, String key, byte[] sha256) {}

    /** A request that was accepted before. */
    record Remembered(byte[] sha256, MessageId message, UUID conversation) {
        boolean sameAs(RequestKey request) {
            return Arrays.equals(sha256, request.sha256());
        }
    }

    /** @return whether there is a row now that was not there: false if the id or the reference is taken */
    Mono<Boolean> insert(Statements statements, NewMessage message) {
        var composed = message.message();
        var row = message.row();
        var refused = message.refused();
        var sender = message.sender();
        var content = composed.content();
        return statements
                .execute(
                        INSERT,
                        message.id().value(),
                        row.conversation().value(),
                        composed.type(),
                        Null.or(composed.text(), String.class),
                        Null.or(composed.templateName(), String.class),
                        Null.or(composed.templateId(), UUID.class),
                        Null.or(content == null ? null : Json.MAPPER.writeValueAsString(content), String.class),
                        row.state().status(),
                        Null.or(row.state().errorTitle(), String.class),
                        Null.or(refused == null ? null : refused.detail(), String.class),
                        message.acceptedAt(),
                        Null.or(sender == null ? null : sender.value(), UUID.class),
                        Null.or(message.reference(), String.class),
                        Null.or(row.nextAttemptAt(), Instant.class),
                        message.sendBefore())
                .flatMap(inserted -> inserted == 0
                        ? Mono.just(false)
                        : statements
                                .execute(TOUCH, row.conversation().value(), message.acceptedAt())
                                .thenReturn(true));
    }

    /** @return false if the key was used before; a concurrent use is waited for */
    Mono<Boolean> remember(Statements statements, RequestKey request, MessageId message) {
        return statements
                .execute(
                        REMEMBER,
                        request.team().value(),
                        request.key(),
                        ByteBuffer.wrap(request.sha256()),
                        message.value())
                .map(inserted -> inserted > 0);
    }

    Mono<Remembered> recall(Statements statements, RequestKey request) {
        return statements
                .query(
                        RECALL,
                        row -> new Remembered(
                                bytes(Objects.requireNonNull(row.get(0, ByteBuffer.class))),
                                new MessageId(Objects.requireNonNull(row.get(1, UUID.class))),
                                Objects.requireNonNull(row.get(2, UUID.class))),
                        request.team().value(),
                        request.key())
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
