package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One key's messages on their way: once one of them has to wait, those behind it wait, too. Used by one message after
 * another, never by two at a time.
 */
final class Lane {

    private final List<Incoming> incoming;
    private final Instant until;
    private final Duration maxHold;
    private @Nullable Instant heldUntil;

    Lane(List<Incoming> incoming, Instant until, Duration maxHold) {
        this.incoming = incoming;
        this.until = until;
        this.maxHold = maxHold;
    }

    TraceContext trace(Outbound message) {
        return incoming.stream()
                .filter(one -> one.id().equals(message.id()))
                .findFirst()
                .map(one -> one.record().trace())
                .orElseGet(TraceContext::start);
    }

    /** A message waits until then. If that is long, it does not hold the others back. */
    void hold(Instant then, Instant now) {
        if (holdsOthers(then, now) && (heldUntil == null || then.isAfter(heldUntil))) {
            heldUntil = then;
        }
    }

    /**
     * Until when this message has to wait for those before it, or for another batch.
     *
     * @param atLeast shortest wait worth a round through the log
     */
    Optional<Instant> waits(Outbound message, Instant now, Duration atLeast) {
        var soonest = now.plus(atLeast);
        var behind = message.behind();
        if (behind != null && holdsOthers(behind, now)) {
            hold(behind, now);
        }
        if (heldUntil != null) {
            return Optional.of(heldUntil.isAfter(soonest) ? heldUntil : soonest);
        }
        return now.isBefore(until) ? Optional.empty() : Optional.of(soonest);
    }

    private boolean holdsOthers(Instant then, Instant now) {
        return !then.isAfter(now.plus(maxHold));
    }
}
