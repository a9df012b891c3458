package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.database.Database.Null;
import com.eventfulhq.common.database.Database.Statements;
import com.eventfulhq.common.id.AttemptId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.hub.whatsapp.graph.GraphError;
import com.eventfulhq.hub.whatsapp.graph.SendOutcome;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes how sending goes: attempts, and what they make of their message. The attempt's row is always locked first. */
@Component
final class Attempts {

    /** Both or neither: a message that no longer waits, or an attempt somebody else makes, claims nothing. */
    private static final String CLAIM = """
            WITH claimed AS (
                INSERT INTO communications.whatsapp_send_attempts (attempt_id, message_id, attempt_no, state, started_at, settle_by)
                SELECT $1, message_id, $3, 'started', $4, $5
                FROM communications.whatsapp_messages
                WHERE message_id = $2 AND status = 'queued' AND next_attempt_at IS NOT NULL
                ON CONFLICT DO NOTHING
                RETURNING message_id)
            UPDATE communications.whatsapp_messages SET next_attempt_at = NULL
            WHERE message_id IN (SELECT message_id FROM claimed)
            """;

    private static final String ACCEPT = """
            UPDATE communications.whatsapp_send_attempts
            SET state = 'accepted', finished_at = $2, settle_by = NULL, http_status = 200, whatsapp_message_id = $3
            WHERE attempt_id = $1
            """;

    /** A status that echoed the attempt may have been here first; evidence that it was sent beats our own deadline. */
    private static final String ACCEPT_MESSAGE = """
            UPDATE communications.whatsapp_messages
            SET whatsapp_message_id = coalesce(whatsapp_message_id, $2),
                error_title = CASE WHEN error_title = 'unknown-outcome' THEN NULL ELSE error_title END,
                error_detail = CASE WHEN error_title = 'unknown-outcome' THEN NULL ELSE error_detail END,
                status = CASE WHEN status = 'queued' OR (status = 'failed' AND error_title = 'unknown-outcome')
                              THEN 'accepted' ELSE status END
            WHERE message_id = $1
            RETURNING status
            """;

    /** How Meta spells the number we sent to: what the user writes will come from there. */
    private static final String LEARN = """
            INSERT INTO communications.whatsapp_contact_identities (waba_id, identity_type, identity_value, contact_id)
            VALUES ($1, 'wa_id', $2, $3)
            ON CONFLICT DO NOTHING
            """;

    private static final String CLOSE = """
            UPDATE communications.whatsapp_send_attempts
            SET state = $2, finished_at = $3, settle_by = NULL, http_status = $4, error_code = $5, error_detail = $6,
                fbtrace_id = $7
            WHERE attempt_id = $1 AND state IN ('started', 'unknown')
            """;

    private static final String LEAVE_OPEN = """
            UPDATE communications.whatsapp_send_attempts
            SET state = 'unknown', finished_at = $2, settle_by = $3, http_status = coalesce($4, http_status),
                error_code = coalesce($5, error_code), error_detail = coalesce($6, error_detail)
            WHERE attempt_id = $1 AND state = 'started'
            """;

    private static final String FAIL = """
            UPDATE communications.whatsapp_messages
            SET status = 'failed', next_attempt_at = NULL, error_code = $2, error_title = $3, error_detail = $4
            WHERE message_id = $1 AND status = 'queued'
            """;

    private static final String AGAIN_AT = """
            UPDATE communications.whatsapp_messages SET next_attempt_at = $2
            WHERE message_id = $1 AND status = 'queued'
            """;

    private static final String WAIT_UNTIL = """
            UPDATE communications.whatsapp_messages SET next_attempt_at = $2
            WHERE message_id = ANY($1) AND status = 'queued' AND next_attempt_at IS NOT NULL
            """;

    /** Why a message failed, as the row keeps it. */
    record Failure(
            @Nullable Integer code, String title, @Nullable String detail) {

        static Failure of(GraphError error) {
            return new Failure(error.code(), error.title(), error.detail());
        }
    }

    /** @return whether the attempt is ours to make */
    Mono<Boolean> claim(Statements statements, Outbound message, AttemptId attempt, Instant now, Instant settleBy) {
        return statements
                .execute(CLAIM, attempt.value(), message.id().value(), message.nextAttemptNumber(), now, settleBy)
                .map(claimed -> claimed > 0);
    }

    /** @return the message's status now */
    Mono<String> accepted(
            Statements statements, Outbound message, AttemptId attempt, SendOutcome.Accepted outcome, Instant now) {
        var wamid = outcome.wamid().value();
        return statements
                .execute(ACCEPT, attempt.value(), now, wamid)
                .then(learn(statements, message.target(), outcome))
                .then(statements.query(
                        ACCEPT_MESSAGE,
                        row -> java.util.Objects.requireNonNull(row.get(0, String.class)),
                        message.id().value(),
                        wamid))
                .map(statuses -> statuses.isEmpty() ? Outbound.QUEUED : statuses.getFirst());
    }

    private static Mono<Long> learn(Statements statements, Target target, SendOutcome.Accepted outcome) {
        var waId = outcome.waId();
        var contact = target.contact();
        if (waId == null
                || contact == null
                || waId.value().equals(target.address().to())) {
            return Mono.just(0L);
        }
        return statements.execute(LEARN, target.number().account().value(), waId.value(), contact.value());
    }

    /** The attempt is over, and so is the message. */
    Mono<Void> failed(Statements statements, MessageId message, AttemptId attempt, GraphError error, Instant now) {
        return close(statements, attempt, "rejected", error, now)
                .then(fail(statements, message, Failure.of(error)))
                .then();
    }

    /** The attempt is over, the message waits for another. */
    Mono<Void> again(
            Statements statements, MessageId message, AttemptId attempt, GraphError error, Instant now, Instant next) {
        return close(statements, attempt, "retry", error, now)
                .then(statements.execute(AGAIN_AT, message.value(), next))
                .then();
    }

    private static Mono<Long> close(
            Statements statements, AttemptId attempt, String state, GraphError error, Instant now) {
        return statements.execute(
                CLOSE,
                attempt.value(),
                state,
                now,
                Null.or(error.httpStatus() == 0 ? null : error.httpStatus(), Integer.class),
                Null.or(error.code(), Integer.class),
                detail(error),
                Null.or(error.traceId(), String.class));
    }

    private static String detail(GraphError error) {
        return error.detail() == null ? error.title() : error.title() + ": " + error.detail();
    }

    /** The attempt may have been sent: a status will say, or the deadline. */
    Mono<Long> unknown(
            Statements statements, AttemptId attempt, @Nullable GraphError error, Instant now, Instant settleBy) {
        return statements.execute(
                LEAVE_OPEN,
                attempt.value(),
                now,
                settleBy,
                Null.or(error == null || error.httpStatus() == 0 ? null : error.httpStatus(), Integer.class),
                Null.or(error == null ? null : error.code(), Integer.class),
                Null.or(error == null ? null : detail(error), String.class));
    }

    /** @return 0 if the message no longer waits */
    Mono<Long> fail(Statements statements, MessageId message, Failure failure) {
        return statements.execute(
                FAIL,
                message.value(),
                Null.or(failure.code(), Integer.class),
                failure.title(),
                Null.or(failure.detail(), String.class));
    }

    /** These wait until then. */
    Mono<Long> at(Statements statements, Collection<MessageId> messages, Instant then) {
        return statements.execute(WAIT_UNTIL, OutboundRows.uuids(messages), then);
    }
}
