package com.eventfulhq.hub.chat.read;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One conversation in the list of one person; what is not there is left out. */
public record Summary(
        @JsonProperty("conversation_id") UUID conversationId,
        @Nullable String title,
        @JsonProperty("related_entity_type") @Nullable String relatedEntityType,
        @JsonProperty("related_entity_id") @Nullable UUID relatedEntityId,
        boolean archived,
        UUID epoch,
        @JsonProperty("last_ev") long lastEv,
        @JsonProperty("last_message_no") long lastMessageNo,
        @JsonProperty("last_message_at") @Nullable Instant lastMessageAt,
        @JsonProperty("last_message") @Nullable LastMessage lastMessage,
        @JsonProperty("participant_count") int participantCount,
        String role,
        @JsonProperty("read_ev") long readEv,
        @JsonProperty("read_message_no") long readMessageNo,
        @JsonProperty("delivered_ev") long deliveredEv,
        long unread,
        @JsonProperty("unread_mentions") long unreadMentions,
        @JsonProperty("muted_until") @Nullable Instant mutedUntil) {

    /** @param preview its beginning; none if it was deleted or has only attachments */
    public record LastMessage(
            @JsonProperty("message_id") UUID messageId,
            @JsonProperty("sender_user_id") UUID senderUserId,
            @Nullable String preview) {}

    /** What {@link #of} reads, as 19 columns of {@link #OF_PARTICIPANT}. */
    static final String COLUMNS = """
             c.conversation_id, c.title, c.related_entity_type, c.related_entity_id, c.archived_at IS NOT NULL AS archived, h.epoch,
            h.last_ev, h.last_message_no, h.last_message_at, m.message_id, m.sender_user_id,
            CASE WHEN m.is_deleted THEN NULL WHEN length(m.content) > 100 THEN left(m.content, 100) || '…' ELSE m.content END AS preview, h.participant_count, p.role, p.read_ev,
            p.read_message_no, p.delivered_ev,
            (SELECT count(*) FROM communications.message_mentions x WHERE x.user_id = p.user_id
                AND x.conversation_id = p.conversation_id AND x.message_no > p.read_message_no) AS unread_mentions, p.muted_until""";

    /** To a participant {@code p}: the conversation, its head and its last message; only conversations that are there. */
    static final String OF_PARTICIPANT = """
             JOIN communications.internal_conversations c ON c.conversation_id = p.conversation_id AND NOT c.is_deleted
            JOIN communications.conversation_heads h ON h.conversation_id = p.conversation_id
            LEFT JOIN communications.internal_messages m ON m.conversation_id = h.conversation_id AND m.message_no = h.last_message_no""";

    /** The same columns once more, of a query {@code s} that has them. */
    static final String NAMES = """
             s.conversation_id, s.title, s.related_entity_type, s.related_entity_id, s.archived, s.epoch, s.last_ev, s.last_message_no,
            s.last_message_at, s.message_id, s.sender_user_id, s.preview, s.participant_count, s.role, s.read_ev, s.read_message_no,
            s.delivered_ev, s.unread_mentions, s.muted_until""";

    /** @param first the place of the first of {@link #COLUMNS} */
    static Summary of(Row row, int first) {
        long lastMessageNo = number(row, first + 7);
        long readMessageNo = number(row, first + 15);
        return new Summary(
                Objects.requireNonNull(row.get(first, UUID.class)),
                row.get(first + 1, String.class),
                row.get(first + 2, String.class),
                row.get(first + 3, UUID.class),
                Boolean.TRUE.equals(row.get(first + 4, Boolean.class)),
                Objects.requireNonNull(row.get(first + 5, UUID.class)),
                number(row, first + 6),
                lastMessageNo,
                row.get(first + 8, Instant.class),
                lastMessage(row, first + 9),
                (int) number(row, first + 12),
                Objects.requireNonNull(row.get(first + 13, String.class)),
                number(row, first + 14),
                readMessageNo,
                number(row, first + 16),
                Math.max(0, lastMessageNo - readMessageNo),
                number(row, first + 17),
                row.get(first + 18, Instant.class));
    }

    private static @Nullable LastMessage lastMessage(Row row, int first) {
        @Nullable UUID id = row.get(first, UUID.class);
        return id == null
                ? null
                : new LastMessage(
                        id, Objects.requireNonNull(row.get(first + 1, UUID.class)), row.get(first + 2, String.class));
    }

    private static long number(Row row, int column) {
        return Objects.requireNonNull(row.get(column, Long.class));
    }
}
