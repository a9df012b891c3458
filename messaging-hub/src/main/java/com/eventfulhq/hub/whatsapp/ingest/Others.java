package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.hub.whatsapp.conversation.Conversations;
import com.eventfulhq.hub.whatsapp.conversation.Renaming;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps what is neither a message nor a status, and what could not be read. Rare, so row by row is cheap enough. */
@Component
final class Others {

    private static final String KEEP = """
            INSERT INTO communications.whatsapp_changes (change_sha256, waba_id, phone_number_id, field, payload, received_at)
            VALUES ($1, $2, $3, $4, $5::jsonb, $6) ON CONFLICT DO NOTHING
            """;

    private static final String QUARANTINE = """
            INSERT INTO communications.whatsapp_quarantine (body_sha256, reason, body, received_at)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """;

    /** Meta names a template's language with a hyphen here and with an underscore there. */
    private static final String MOVE_TEMPLATES = """
            UPDATE communications.whatsapp_templates SET provider_status = v.event, updated_at = now(), whatsapp_status =
                CASE lower(v.event) WHEN 'reinstated' THEN 'approved' WHEN 'unarchived' THEN 'approved'
                    WHEN 'approved' THEN 'approved' WHEN 'rejected' THEN 'rejected' WHEN 'paused' THEN 'paused'
                    WHEN 'disabled' THEN 'disabled' WHEN 'in_appeal' THEN 'in_appeal' WHEN 'locked' THEN 'locked'
                    WHEN 'limit_exceeded' THEN 'limit_exceeded' WHEN 'pending_deletion' THEN 'pending_deletion'
                    WHEN 'deleted' THEN 'deleted' WHEN 'archived' THEN 'archived' WHEN 'pending' THEN 'pending'
                    ELSE whatsapp_status END,
                rejected_reason = CASE WHEN lower(v.event) = 'rejected' THEN v.reason END
            FROM (SELECT left($1::jsonb ->> 'event', 64) AS event, $1::jsonb ->> 'message_template_name' AS name,
                    $1::jsonb ->> 'reason' AS reason,
                    replace($1::jsonb ->> 'message_template_language', '-', '_') AS language) v
            WHERE v.event IS NOT NULL AND template_name = v.name AND replace(language, '-', '_') = v.language AND waba_id = $2
            """;

    private static final String TEMPLATE_STATUS = "message_template_status_update";
    private static final int MAX_ID = 64;
    private static final int MAX_FIELD = 128;

    private final Conversations conversations;

    Others(Conversations conversations) {
        this.conversations = conversations;
    }

    Mono<Void> keep(Statements statements, List<Callback.Changed> changes) {
        return each(changes, change -> statements
                .execute(
                        KEEP,
                        key(change),
                        nullable(change.wabaId()),
                        nullable(change.phoneNumberId()),
                        shortened(change.field(), MAX_FIELD),
                        change.payload(),
                        change.receivedAt())
                .flatMap(kept -> kept == 1 ? apply(statements, change) : Mono.empty()));
    }

    /** What a change does when it is told the first time. */
    private Mono<Void> apply(Statements statements, Callback.Changed change) {
        if (change.field().equals(TEMPLATE_STATUS)) {
            return statements
                    .execute(MOVE_TEMPLATES, change.payload(), nullable(change.wabaId()))
                    .then();
        }
        return Flux.fromIterable(change.renamings())
                .concatMapIterable(Renaming::moves)
                .concatMap(move -> conversations.follow(statements, move))
                .then();
    }

    Mono<Void> quarantine(Statements statements, List<Callback.Unreadable> unreadable) {
        return each(
                unreadable,
                callback -> statements.execute(
                        QUARANTINE,
                        sha256(callback.body()),
                        "not a callback as Meta describes it",
                        ByteBuffer.wrap(callback.body()),
                        callback.receivedAt()));
    }

    /**
     * The account, the time and the words: a template that is paused, approved, paused again changes three times in the same
     * words, and only {@code entry.time} tells that from one change told three times.
     */
    private static ByteBuffer key(Callback.Changed change) {
        var text = String.join(
                "\n",
                String.valueOf(change.wabaId()),
                String.valueOf(change.sentAt()),
                change.field(),
                change.payload());
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> Mono<Void> each(List<T> all, Function<T, ? extends Mono<?>> work) {
        return all.isEmpty()
                ? Mono.empty()
                : Flux.fromIterable(all).concatMap(work).then();
    }

    private static Object nullable(@Nullable String id) {
        return com.eventfulhq.common.database.Database.Null.or(id == null ? null : shortened(id, MAX_ID), String.class);
    }

    private static String shortened(String text, int atMost) {
        return text.length() <= atMost ? text : text.substring(0, atMost);
    }

    private static ByteBuffer sha256(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
