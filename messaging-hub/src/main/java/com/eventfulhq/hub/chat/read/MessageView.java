package com.eventfulhq.hub.chat.read;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands now; what is not there is left out, and of a deleted one only its place is there.
 *
 * @param conversationId of search results
 * @param attachments    JSON, as are mentions and reactions
 * @param deleted        true, or not there
 */
record MessageView(
        @JsonProperty("conversation_id") @Nullable UUID conversationId,
        @JsonProperty("message_id") UUID messageId,
        @JsonProperty("message_no") long messageNo,
        @JsonProperty("sender_user_id") UUID senderUserId,
        @JsonProperty("client_event_id") UUID clientEventId,
        @JsonProperty("message_type") String messageType,
        @Nullable String content,
        @JsonRawValue @Nullable String attachments,
        @JsonProperty("reply_to") @Nullable UUID replyTo,
        @JsonRawValue @Nullable String mentions,
        @JsonProperty("forwarded_from") @Nullable UUID forwardedFrom,
        int version,
        Instant at,
        @JsonProperty("edited_at") @Nullable Instant editedAt,
        @Nullable Boolean deleted,
        @JsonRawValue String reactions,
        boolean pinned,
        @JsonProperty("reply_count") int replyCount) {

    /** What {@link #of} reads, of a message {@code m}; the caller is {@code $1}. */
    static final String COLUMNS = """
             m.message_id, m.message_no, m.sender_user_id, m.client_message_id, m.message_type,
            CASE WHEN NOT m.is_deleted THEN m.content END, CASE WHEN NOT m.is_deleted THEN m.attachments::text END,
            CASE WHEN NOT m.is_deleted THEN m.reply_to_message_id END,
            CASE WHEN NOT m.is_deleted AND cardinality(m.mentions) > 0 THEN to_json(m.mentions)::text END,
            CASE WHEN NOT m.is_deleted THEN m.forwarded_from_message_id END, m.edit_version, m.created_at, m.edited_at, m.is_deleted,
            CASE WHEN NOT m.is_deleted THEN (
                SELECT string_agg('{"reaction":' || to_json(r.reaction) || ',"count":' || r.count || ',"mine":' || r.mine || '}', ','
                    ORDER BY r.since, r.reaction)
                FROM (
                    SELECT reaction, count(*) AS count, bool_or(user_id = $1) AS mine, min(created_at) AS since
                    FROM communications.message_reactions WHERE message_id = m.message_id GROUP BY reaction) r) END,
            m.pinned_at IS NOT NULL, m.reply_count""";

    static MessageView of(Row row, int first, @Nullable UUID conversation) {
        return new MessageView(
                conversation,
                Objects.requireNonNull(row.get(first, UUID.class)),
                Objects.requireNonNull(row.get(first + 1, Long.class)),
                Objects.requireNonNull(row.get(first + 2, UUID.class)),
                Objects.requireNonNull(row.get(first + 3, UUID.class)),
                Objects.requireNonNull(row.get(first + 4, String.class)),
                row.get(first + 5, String.class),
                row.get(first + 6, String.class),
                row.get(first + 7, UUID.class),
                row.get(first + 8, String.class),
                row.get(first + 9, UUID.class),
                Objects.requireNonNull(row.get(first + 10, Integer.class)),
                Objects.requireNonNull(row.get(first + 11, Instant.class)),
                row.get(first + 12, Instant.class),
                Boolean.TRUE.equals(row.get(first + 13, Boolean.class)) ? true : null,
                "[" + Objects.requireNonNullElse(row.get(first + 14, String.class), "") + "]",
                Boolean.TRUE.equals(row.get(first + 15, Boolean.class)),
                Objects.requireNonNull(row.get(first + 16, Integer.class)));
    }
}
