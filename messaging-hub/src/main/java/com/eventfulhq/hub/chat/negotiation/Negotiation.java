package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.chat.ChatCommand;
import com.eventfulhq.common.chat.OfferTerms;
import com.eventfulhq.hub.chat.log.Head;
import com.eventfulhq.hub.chat.log.Members;
import com.eventfulhq.hub.chat.log.Outcome;
import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one booking in a batch: what is known of it, moved along by each decision. Plain and deterministic but for the ids of new
 * messages. Every event of it is a message, so that both have the same number.
 */
final class Negotiation {

    private final Head head;
    private final String status;
    private final Changes changes;
    private final Map<UUID, Side> sides = new HashMap<>();
    private Standing standing = new Standing.Nothing();
    private long bindingEv;
    private String hash = Chain.BEGIN;

    Negotiation(Head head, String status, Changes changes) {
        this.head = head;
        this.status = status;
        this.changes = changes;
    }

    // What was found.

    void goesOnFrom(String lastHash) {
        hash = lastHash;
    }

    void stands(Standing found, long ev) {
        standing = found;
        bindingEv = ev;
    }

    void party(UUID user, Side side) {
        sides.put(user, side);
    }

    Head head() {
        return head;
    }

    Standing standing() {
        return standing;
    }

    // What is decided.

    /** What a command comes to; the thread is as it is afterwards. */
    Outcome decide(UUID by, ChatCommand.Negotiate asked, Instant at) {
        var side = sides.get(by);
        if (side == null) {
            return Refusals.NO_BOOKING;
        }
        @Nullable Long expected = asked.expectedEv();
        if (expected != null && expected != bindingEv) {
            return Refusals.stale(bindingEv);
        }
        var step = Step.of(asked.messageType());
        var terms = terms(asked.offerData());
        return step == Step.TEXT ? said(by, asked, step, null, at) : bind(side, by, asked, step, terms, at);
    }

    private Outcome bind(
            Side side, UUID by, ChatCommand.Negotiate asked, Step step, Standing.@Nullable Terms terms, Instant at) {
        if (!status.equals("inquiry") && !status.equals("pending")) {
            return Refusals.over(status);
        }
        return switch (standing.after(step, side, terms, at)) {
            case Standing.Forbidden forbidden -> forbidden.refusal();
            case Standing.Leads leads -> {
                standing = leads.to();
                bindingEv = head.lastMessageNo() + 1;
                yield said(by, asked, step, termsOf(leads.to()), at);
            }
        };
    }

    /** An acceptance repeats what it accepts: it is read by itself, by whoever needs the terms. */
    private static @Nullable String termsOf(Standing standing) {
        return switch (standing) {
            case Standing.Nothing nothing -> null;
            case Standing.Offered offered -> offered.terms().json();
            case Standing.Agreed agreed -> agreed.terms().json();
        };
    }

    private static Standing.@Nullable Terms terms(@Nullable OfferTerms offered) {
        return offered == null ? null : new Standing.Terms(CanonicalJson.of(offered.json()), offered.expiresAt());
    }

    private Outcome said(UUID by, ChatCommand.Negotiate asked, Step step, @Nullable String terms, Instant at) {
        var message = new Message(
                head.conversationId(),
                UuidCreator.getTimeOrderedEpochFast(),
                head.nextMessage(at),
                by,
                step,
                asked.messageText(),
                terms,
                at);
        hash = Chain.seal(hash, message);
        changes.said(message, hash);
        changes.seen(head.conversationId(), by, message.messageNo());
        return new Outcome.Happened(
                step.toString(),
                message.messageId(),
                Members.none()
                        .raw(
                                "message",
                                message.frame(asked.clientEventId(), hash).object()),
                Members.none()
                        .add("message_id", message.messageId())
                        .add("message_no", message.messageNo())
                        .add("hash", hash));
    }

    Outcome see(UUID by, ChatCommand.Seen seen) {
        if (!sides.containsKey(by)) {
            return Refusals.NO_BOOKING;
        }
        if (seen.read()) {
            changes.read(head.conversationId(), by, Math.min(seen.ev(), head.lastMessageNo()));
        }
        return new Outcome.Done();
    }
}
