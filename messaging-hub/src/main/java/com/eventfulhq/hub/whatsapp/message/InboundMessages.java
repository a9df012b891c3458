package com.eventfulhq.hub.whatsapp.message;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.Wamid;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Stores what users wrote, each wamid once. */
@Component
public final class InboundMessages {

    private static final String INSERT = """
            INSERT INTO communications.whatsapp_messages (message_id, conversation_id, whatsapp_message_id, direction, message_type,
                text_content, content, context_message_id, status, provider_timestamp, log_partition, log_offset)
            SELECT message_id, conversation_id, wamid, 'inbound', message_type, text_content, content::jsonb, context,
                'received', written_at, log_partition, log_offset
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
                $9::int[], $10::bigint[])
                AS t(message_id, conversation_id, wamid, message_type, text_content, content, context, written_at,
                     log_partition, log_offset)
            ON CONFLICT (whatsapp_message_id) WHERE whatsapp_message_id IS NOT NULL DO NOTHING
            """;

    private static final String FIND = """
            SELECT whatsapp_message_id, message_id, log_partition, log_offset
            FROM communications.whatsapp_messages WHERE whatsapp_message_id = ANY($1)
            """;

    /** A message with its conversation and the id it gets if it is new; ids are given in the order of the log. */
    public record Candidate(MessageId messageId, ConversationId conversationId, InboundMessage message) {}

    /** What became of a candidate: by the id it is stored under, whether it is news, and whether the world may not know yet. */
    public record Stored(MessageId messageId, InboundMessage message, Outcome outcome) {}

    /** How a message that arrived relates to what is stored. */
    public enum Outcome {
        /** Stored just now. */
        NEW,
        /** Stored by us from this very place of the log, before a crash: its event may never have been published. */
        REPLAY,
        /** Stored from another place: Meta sent it twice. */
        DUPLICATE
    }

    private record Known(MessageId messageId, @Nullable LogPlace place) {}

    /**
     * Stores all that are new, and says of each candidate, in their order, what became of it. Nearly always all are new, and then
     * their number says so; only if some were there before they are looked up.
     */
    public Mono<List<Stored>> store(Statements statements, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return Mono.just(List.of());
        }
        return insert(statements, candidates)
                .flatMap(inserted -> inserted == candidates.size()
                        ? Mono.just(Map.<Wamid, Known>of())
                        : find(statements, candidates))
                .map(known -> candidates.stream()
                        .map(candidate ->
                                outcome(candidate, known.get(candidate.message().wamid())))
                        .toList());
    }

    private static Stored outcome(Candidate candidate, @Nullable Known known) {
        var message = candidate.message();
        if (known == null || known.messageId().equals(candidate.messageId())) {
            return new Stored(candidate.messageId(), message, Outcome.NEW);
        }
        var outcome = message.place().equals(known.place()) ? Outcome.REPLAY : Outcome.DUPLICATE;
        return new Stored(known.messageId(), message, outcome);
    }

    private static Mono<Long> insert(Statements statements, List<Candidate> candidates) {
        // One order for all processes: two of them with the same messages wait for one another, never in a circle.
        var sorted = candidates.toArray(Candidate[]::new);
        Arrays.sort(sorted, (one, other) -> one.message()
                .wamid()
                .value()
                .compareTo(other.message().wamid().value()));
        return statements.execute(
                INSERT,
                column(sorted, UUID[]::new, c -> c.messageId().value()),
                column(sorted, UUID[]::new, c -> c.conversationId().value()),
                column(sorted, String[]::new, c -> c.message().wamid().value()),
                column(sorted, String[]::new, c -> c.message().type()),
                column(sorted, String[]::new, c -> c.message().text()),
                column(sorted, String[]::new, c -> c.message().content()),
                column(sorted, String[]::new, c -> c.message().replyTo()),
                column(sorted, Instant[]::new, c -> c.message().writtenAt()),
                column(sorted, Integer[]::new, c -> c.message().place().partition()),
                column(sorted, Long[]::new, c -> c.message().place().offset()));
    }

    private static <T> T[] column(Candidate[] rows, IntFunction<T[]> array, Function<Candidate, @Nullable T> value) {
        var column = array.apply(rows.length);
        Arrays.setAll(column, i -> value.apply(rows[i]));
        return column;
    }

    private static Mono<Map<Wamid, Known>> find(Statements statements, List<Candidate> candidates) {
        var wamids = candidates.stream()
                .map(candidate -> candidate.message().wamid().value())
                .toArray(String[]::new);
        return statements
                .query(
                        FIND,
                        row -> {
                            Integer partition = row.get(2, Integer.class);
                            Long offset = row.get(3, Long.class);
                            var place = partition == null || offset == null ? null : new LogPlace(partition, offset);
                            return Map.entry(
                                    new Wamid(Objects.requireNonNull(row.get(0, String.class))),
                                    new Known(new MessageId(Objects.requireNonNull(row.get(1, UUID.class))), place));
                        },
                        (Object) wamids)
                .map(rows -> {
                    Map<Wamid, Known> known = new HashMap<>();
                    rows.forEach(row -> known.put(row.getKey(), row.getValue()));
                    return known;
                });
    }
}
