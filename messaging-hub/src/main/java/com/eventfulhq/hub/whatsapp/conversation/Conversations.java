package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.ContactId;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.hub.whatsapp.message.LogPlace;
import io.r2dbc.spi.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The threads between business numbers and contacts. */
@Component
public final class Conversations {

    /** As long as the column; the contact's identity keeps the whole value. */
    private static final int MAX_PHONE = 20;

    /**
     * Creates or moves forward. The window follows only a message newer than all before it: a repeat must not reopen what
     * Meta has closed since. A blocked conversation stays blocked. The record that finds the window closed and opens it is kept, so
     * that its replay is known as such.
     */
    private static final String FOLD = """
            INSERT INTO communications.whatsapp_conversations AS c (conversation_id, business_phone_number_id, contact_id,
                whatsapp_phone_number, whatsapp_user_id, last_message_at, last_inbound_at, session_expires_at, referral,
                window_log_partition, window_log_offset)
            SELECT conversation_id, number, contact, wa_id, bsuid, message_at, inbound_at, expires_at, referral::jsonb,
                log_partition, log_offset
            FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
                $8::timestamptz[], $9::text[], $10::int[], $11::bigint[])
                AS t(conversation_id, number, contact, wa_id, bsuid, message_at, inbound_at, expires_at, referral,
                     log_partition, log_offset)
            ON CONFLICT (business_phone_number_id, contact_id) DO UPDATE SET
                whatsapp_phone_number = coalesce(excluded.whatsapp_phone_number, c.whatsapp_phone_number),
                whatsapp_user_id = coalesce(excluded.whatsapp_user_id, c.whatsapp_user_id),
                last_message_at = greatest(c.last_message_at, excluded.last_message_at),
                last_inbound_at = greatest(c.last_inbound_at, excluded.last_inbound_at),
                session_expires_at = CASE
                    WHEN c.last_inbound_at IS NULL OR excluded.last_inbound_at > c.last_inbound_at
                    THEN greatest(c.session_expires_at, excluded.session_expires_at)
                    ELSE c.session_expires_at END,
                status = CASE
                    WHEN c.status IN ('ended', 'archived')
                         AND (c.last_inbound_at IS NULL OR excluded.last_inbound_at > c.last_inbound_at)
                    THEN 'active' ELSE c.status END,
                window_log_partition = CASE
                    WHEN excluded.window_log_offset IS NOT NULL AND (c.session_expires_at IS NULL OR c.session_expires_at <= $12)
                         AND (c.last_inbound_at IS NULL OR excluded.last_inbound_at > c.last_inbound_at)
                    THEN excluded.window_log_partition ELSE c.window_log_partition END,
                window_log_offset = CASE
                    WHEN excluded.window_log_offset IS NOT NULL AND (c.session_expires_at IS NULL OR c.session_expires_at <= $12)
                         AND (c.last_inbound_at IS NULL OR excluded.last_inbound_at > c.last_inbound_at)
                    THEN excluded.window_log_offset ELSE c.window_log_offset END,
                referral = coalesce(excluded.referral, c.referral),
                updated_at = now()
            RETURNING new.conversation_id, new.business_phone_number_id, new.contact_id,
                new.session_expires_at, new.window_log_partition, new.window_log_offset
            """;

    /** Only where the name given up is the one still used: what the user wrote since, or a later change, says better. */
    private static final String FOLLOW = """
            UPDATE communications.whatsapp_conversations c SET updated_at = now(),
                whatsapp_phone_number = CASE WHEN i.identity_type = 'wa_id' THEN left($4::text, 20) ELSE c.whatsapp_phone_number END,
                whatsapp_user_id = CASE WHEN i.identity_type = 'bsuid' THEN $4::text ELSE c.whatsapp_user_id END
            FROM communications.whatsapp_contact_identities i
            WHERE i.waba_id = $1 AND i.identity_type = $2 AND i.identity_value = $3::text AND c.contact_id = i.contact_id
              AND (i.identity_type = 'wa_id' AND c.whatsapp_phone_number = left($3::text, 20)
                OR i.identity_type = 'bsuid' AND c.whatsapp_user_id = $3::text)
            """;

    /** Addresses conversations by the name that took the place of another; moves no time and opens no window. */
    public Mono<Void> follow(Statements statements, Renaming.Move move) {
        return statements
                .execute(
                        FOLLOW,
                        move.previous().wabaId(),
                        move.previous().type().column(),
                        move.previous().value(),
                        move.current().value())
                .then();
    }

    /**
     * Brings what arrived to its conversations; those that do not exist yet are created.
     *
     * @param now decides whether a window was closed before and is open now
     */
    public Mono<Map<Arrival.Thread, Conversation>> fold(
            Statements statements, Collection<Arrival> arrivals, Duration windowLength, Instant now) {
        if (arrivals.isEmpty()) {
            return Mono.just(Map.of());
        }
        var sorted = arrivals.stream()
                .sorted((one, other) -> one.thread().compareTo(other.thread()))
                .toArray(Arrival[]::new);
        return statements
                .query(
                        FOLD,
                        Conversations::conversation,
                        column(sorted, UUID[]::new, unused -> ConversationId.next()
                                .value()),
                        column(sorted, String[]::new, a -> a.thread()
                                .phoneNumberId()
                                .value()),
                        column(sorted, UUID[]::new, a -> a.thread().contactId().value()),
                        column(sorted, String[]::new, a -> phone(a.waId())),
                        column(sorted, String[]::new, Arrival::bsuid),
                        column(sorted, Instant[]::new, Arrival::lastMessageAt),
                        column(sorted, Instant[]::new, Arrival::lastInboundAt),
                        column(sorted, Instant[]::new, a -> a.windowEnd(windowLength)),
                        column(sorted, String[]::new, Arrival::referral),
                        column(sorted, Integer[]::new, a -> partition(a.opener(windowLength, now))),
                        column(sorted, Long[]::new, a -> offset(a.opener(windowLength, now))),
                        now)
                .map(rows -> {
                    Map<Arrival.Thread, Conversation> byThread = new HashMap<>();
                    rows.forEach(row -> byThread.put(row.thread(), row));
                    return byThread;
                });
    }

    private static <T> T[] column(
            Arrival[] rows, java.util.function.IntFunction<T[]> array, Function<Arrival, @Nullable T> value) {
        var column = array.apply(rows.length);
        java.util.Arrays.setAll(column, i -> value.apply(rows[i]));
        return column;
    }

    private static @Nullable String phone(@Nullable String waId) {
        return waId == null || waId.length() <= MAX_PHONE ? waId : waId.substring(0, MAX_PHONE);
    }

    private static @Nullable Integer partition(@Nullable LogPlace place) {
        return place == null ? null : place.partition();
    }

    private static @Nullable Long offset(@Nullable LogPlace place) {
        return place == null ? null : place.offset();
    }

    private static Conversation conversation(Row row) {
        Integer partition = row.get(4, Integer.class);
        Long offset = row.get(5, Long.class);
        return new Conversation(
                new ConversationId(Objects.requireNonNull(row.get(0, UUID.class))),
                new Arrival.Thread(
                        new PhoneNumberId(Objects.requireNonNull(row.get(1, String.class))),
                        new ContactId(Objects.requireNonNull(row.get(2, UUID.class)))),
                row.get(3, Instant.class),
                partition == null || offset == null ? null : new LogPlace(partition, offset));
    }
}
