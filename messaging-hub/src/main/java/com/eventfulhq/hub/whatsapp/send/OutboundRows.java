package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.AttemptId;
import com.eventfulhq.common.id.ContactId;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.WabaId;
import com.eventfulhq.common.json.Json;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads outbound messages with everything a decision about them needs. */
@Component
final class OutboundRows {

    /** Earlier messages of the same conversation that still wait hold this one back; a day bounds what is looked through. */
    private static final String LOAD = """
            SELECT m.message_id, m.message_type, m.text_content, m.template_name, m.template_id, m.content::text,
                   m.status, m.whatsapp_message_id, m.error_code, m.error_title, m.reference, m.send_before, m.next_attempt_at,
                   (SELECT max(e.next_attempt_at) FROM communications.whatsapp_messages e
                    WHERE e.conversation_id = m.conversation_id AND e.next_attempt_at IS NOT NULL
                      AND e.provider_timestamp > m.provider_timestamp - interval '1 day'
                      AND (e.provider_timestamp, e.message_id) < (m.provider_timestamp, m.message_id)
                      AND e.message_id <> ALL($1)),
                   v.conversation_id, v.contact_id, v.whatsapp_phone_number, v.whatsapp_user_id, v.status = 'blocked',
                   v.session_expires_at, n.phone_number_id, n.waba_id, n.team_id, n.messages_per_second
            FROM communications.whatsapp_messages m
            JOIN communications.whatsapp_conversations v USING (conversation_id)
            JOIN communications.business_phone_numbers n ON n.phone_number_id = v.business_phone_number_id
            WHERE m.message_id = ANY($1) AND m.direction = 'outbound' AND n.team_id IS NOT NULL
            ORDER BY m.provider_timestamp, m.message_id
            """;

    private static final String ATTEMPTS = """
            SELECT message_id, attempt_id, attempt_no, state, error_code
            FROM communications.whatsapp_send_attempts
            WHERE message_id = ANY($1)
            ORDER BY message_id, attempt_no
            """;

    private static final String KNOWN = """
            SELECT message_id FROM communications.whatsapp_messages WHERE message_id = ANY($1)
            """;

    /** In the order in which they were accepted. */
    Mono<List<Outbound>> load(Statements statements, Collection<MessageId> ids) {
        var uuids = uuids(ids);
        return statements
                .query(ATTEMPTS, row -> Map.entry(id(row, 0), attempt(row)), (Object) uuids)
                .map(OutboundRows::byMessage)
                .flatMap(attempts -> statements.query(LOAD, row -> outbound(row, attempts), (Object) uuids));
    }

    /** Which of these there are. */
    Mono<List<MessageId>> known(Statements statements, Collection<MessageId> ids) {
        return statements.query(KNOWN, row -> new MessageId(id(row, 0)), (Object) uuids(ids));
    }

    static UUID[] uuids(Collection<MessageId> ids) {
        return ids.stream().map(MessageId::value).toArray(UUID[]::new);
    }

    private static Map<UUID, List<Outbound.Attempt>> byMessage(List<Map.Entry<UUID, Outbound.Attempt>> rows) {
        Map<UUID, List<Outbound.Attempt>> attempts = new HashMap<>();
        rows.forEach(row ->
                attempts.computeIfAbsent(row.getKey(), id -> new ArrayList<>()).add(row.getValue()));
        return attempts;
    }

    private static Outbound.Attempt attempt(Row row) {
        return new Outbound.Attempt(
                new AttemptId(id(row, 1)),
                Objects.requireNonNull(row.get(2, Integer.class)),
                text(row, 3),
                row.get(4, Integer.class));
    }

    private static Outbound outbound(Row row, Map<UUID, List<Outbound.Attempt>> attempts) {
        var id = id(row, 0);
        return new Outbound(
                new MessageId(id),
                target(row),
                composed(row),
                new Outbound.State(
                        text(row, 6), row.get(7, String.class), row.get(8, Integer.class), row.get(9, String.class)),
                row.get(10, String.class),
                row.get(11, Instant.class),
                row.get(12, Instant.class),
                row.get(13, Instant.class),
                List.copyOf(attempts.getOrDefault(id, List.of())));
    }

    private static Composed composed(Row row) {
        @Nullable String content = row.get(5, String.class);
        return new Composed(
                text(row, 1),
                row.get(2, String.class),
                row.get(3, String.class),
                row.get(4, UUID.class),
                content == null ? null : Json.MAPPER.readTree(content));
    }

    private static Target target(Row row) {
        return new Target(
                new Target.BusinessNumber(
                        new PhoneNumberId(text(row, 20)),
                        new WabaId(text(row, 21)),
                        new TeamId(id(row, 22)),
                        Objects.requireNonNull(row.get(23, Integer.class))),
                new ContactId(id(row, 15)),
                new ConversationId(id(row, 14)),
                new Target.Address(row.get(16, String.class), row.get(17, String.class)),
                Boolean.TRUE.equals(row.get(18, Boolean.class)),
                row.get(19, Instant.class));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static UUID id(Row row, int column) {
        return Objects.requireNonNull(row.get(column, UUID.class));
    }
}
