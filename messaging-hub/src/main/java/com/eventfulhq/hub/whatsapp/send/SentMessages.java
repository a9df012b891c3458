package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.id.TeamId;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads how a message is going: what it is now, what Meta said of it, and what was tried. */
@Component
final class SentMessages {

    private static final int MAX_ROWS = 100;

    private static final String MESSAGE = """
            SELECT m.message_id, m.conversation_id, m.whatsapp_message_id, m.direction, m.message_type, m.status,
                   m.error_code, m.error_title, m.error_detail, m.reference, m.provider_timestamp, m.next_attempt_at, m.send_before
            FROM communications.whatsapp_messages m
            JOIN communications.whatsapp_conversations v USING (conversation_id)
            JOIN communications.business_phone_numbers n ON n.phone_number_id = v.business_phone_number_id
            WHERE m.message_id = $1 AND n.team_id = $2
            """;

    private static final String STATUSES = """
            SELECT status, provider_timestamp, error_code, error_title, error_detail
            FROM communications.whatsapp_message_statuses
            WHERE message_id = $1
            ORDER BY provider_timestamp, created_at
            LIMIT $2
            """;

    private static final String ATTEMPTS = """
            SELECT attempt_no, state, started_at, finished_at, error_code, error_detail
            FROM communications.whatsapp_send_attempts
            WHERE message_id = $1
            ORDER BY attempt_no
            LIMIT $2
            """;

    private final Database database;

    SentMessages(Database database) {
        this.database = database;
    }

    /** Why something failed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Failure(
            @Nullable Integer code,
            @Nullable String title,
            @Nullable String detail) {

        static @Nullable Failure of(@Nullable Integer code, @Nullable String title, @Nullable String detail) {
            return code == null && title == null && detail == null ? null : new Failure(code, title, detail);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Status(String status, Instant at, @Nullable Failure error) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attempt(
            int number,
            String state,
            @JsonProperty("started_at") Instant startedAt,
            @JsonProperty("finished_at") @Nullable Instant finishedAt,
            @Nullable Failure error) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(
            @JsonProperty("message_id") UUID messageId,
            @JsonProperty("conversation_id") UUID conversationId,
            @JsonProperty("whatsapp_message_id") @Nullable String whatsappMessageId,
            String direction,
            String type,
            String status,
            @Nullable Failure error,
            @Nullable String reference,
            @JsonProperty("accepted_at") Instant acceptedAt,
            @JsonProperty("next_attempt_at") @Nullable Instant nextAttemptAt,
            @JsonProperty("send_before") @Nullable Instant sendBefore,
            List<Status> statuses,
            List<Attempt> attempts) {

        Message with(List<Status> history, List<Attempt> tried) {
            return new Message(
                    messageId,
                    conversationId,
                    whatsappMessageId,
                    direction,
                    type,
                    status,
                    error,
                    reference,
                    acceptedAt,
                    nextAttemptAt,
                    sendBefore,
                    history,
                    tried);
        }
    }

    /** A message of the team; empty if the team has none of this id. */
    Mono<Message> find(TeamId team, MessageId id) {
        return database.single(statements -> statements
                .query(MESSAGE, SentMessages::message, id.value(), team.value())
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()))
                .flatMap(message -> statements
                        .query(STATUSES, SentMessages::status, id.value(), MAX_ROWS)
                        .flatMap(history -> statements
                                .query(ATTEMPTS, SentMessages::attempt, id.value(), MAX_ROWS)
                                .map(tried -> message.with(history, tried)))));
    }

    private static Message message(Row row) {
        return new Message(
                Objects.requireNonNull(row.get(0, UUID.class)),
                Objects.requireNonNull(row.get(1, UUID.class)),
                row.get(2, String.class),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                failure(row, 6),
                row.get(9, String.class),
                time(row, 10),
                row.get(11, Instant.class),
                row.get(12, Instant.class),
                List.of(),
                List.of());
    }

    private static Status status(Row row) {
        return new Status(text(row, 0), time(row, 1), failure(row, 2));
    }

    private static Attempt attempt(Row row) {
        return new Attempt(
                Objects.requireNonNull(row.get(0, Integer.class)),
                text(row, 1),
                time(row, 2),
                row.get(3, Instant.class),
                Failure.of(row.get(4, Integer.class), null, row.get(5, String.class)));
    }

    private static @Nullable Failure failure(Row row, int first) {
        return Failure.of(
                row.get(first, Integer.class), row.get(first + 1, String.class), row.get(first + 2, String.class));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }

    private static Instant time(Row row, int column) {
        return Objects.requireNonNull(row.get(column, Instant.class));
    }
}
