package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.event.WhatsAppEvent;
import com.eventfulhq.common.id.AttemptId;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.MessageId;
import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.event.HubEvent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An outbound message as it stands in the database.
 *
 * @param nextAttemptAt null unless it waits for an attempt
 * @param behind        when the latest of the conversation's earlier messages that still wait will be tried; null if none waits
 * @param attempts      the calls made for it, in their order
 */
record Outbound(
        MessageId id,
        Target target,
        Composed message,
        State state,
        @Nullable String reference,
        @Nullable Instant sendBefore,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant behind,
        List<Attempt> attempts) {

    static final String QUEUED = "queued";
    static final String ACCEPTED = "accepted";
    static final String FAILED = "failed";

    /** Where the message stands. */
    record State(
            String status,
            @Nullable String wamid,
            @Nullable Integer errorCode,
            @Nullable String errorTitle) {}

    /** One call to the Graph API. */
    record Attempt(
            AttemptId id,
            int number,
            String state,
            @Nullable Integer errorCode) {
        boolean open() {
            return "started".equals(state) || "unknown".equals(state);
        }
    }

    ConversationId conversation() {
        return Objects.requireNonNull(target.conversation());
    }

    boolean waits() {
        return QUEUED.equals(state.status()) && nextAttemptAt != null;
    }

    int nextAttemptNumber() {
        return attempts.isEmpty() ? 1 : attempts.getLast().number() + 1;
    }

    /** How many attempts ended with this error. */
    int attemptsEndedWith(@Nullable Integer errorCode) {
        return (int) attempts.stream()
                .filter(attempt -> Objects.equals(attempt.errorCode(), errorCode))
                .count();
    }

    HubEvent queued(TraceContext trace, Instant at) {
        return new HubEvent(
                id + ":" + QUEUED,
                at,
                trace,
                new WhatsAppEvent.MessageQueued(
                        conversation(),
                        target.number().team(),
                        target.number().id(),
                        id,
                        message.type(),
                        message.text(),
                        message.templateName(),
                        reference));
    }

    /** The event of a state; its id is made of the row, so the same one told again is recognisable. */
    HubEvent moved(State to, TraceContext trace, Instant at) {
        return new HubEvent(
                id + ":" + to.status(),
                at,
                trace,
                new WhatsAppEvent.MessageStatus(
                        conversation(),
                        target.number().team(),
                        target.number().id(),
                        id,
                        to.wamid(),
                        to.status(),
                        at,
                        to.errorCode(),
                        to.errorTitle(),
                        reference));
    }
}
