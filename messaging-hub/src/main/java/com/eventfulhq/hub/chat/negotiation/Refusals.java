package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.common.problem.ErrorCode;
import com.eventfulhq.hub.chat.log.Members;
import com.eventfulhq.hub.chat.log.Outcome.Refused;
import java.time.Instant;

/** The ways a step is refused, in the words clients see. */
final class Refusals {

    static final Refused NO_BOOKING = of(ErrorCode.NOT_FOUND, "booking_id: no such booking here");
    static final Refused NO_OFFER =
            of(ErrorCode.CONFLICT, "message_type: no offer is open (expected: text, or offer to begin with)");
    static final Refused OPEN_OFFER = of(
            ErrorCode.CONFLICT,
            "message_type: an offer is open (expected: its answer, or its withdrawal before another)");
    static final Refused OWN_OFFER = of(
            ErrorCode.CONFLICT,
            "message_type: the open offer is of your own side (expected: withdrawal, or the other side)");
    static final Refused OTHERS_OFFER = of(
            ErrorCode.CONFLICT,
            "message_type: the open offer is of the other side (expected: counter_offer, acceptance or rejection)");
    static final Refused AGREED =
            of(ErrorCode.CONFLICT, "message_type: an offer was accepted, its terms are locked (expected: text)");

    private Refusals() {}

    static Refused over(String status) {
        return of(ErrorCode.CONFLICT, "booking_id: the booking is " + status + " (expected: inquiry or pending)");
    }

    static Refused expired(Instant at) {
        return of(ErrorCode.CONFLICT, "message_type: the offer could be accepted until " + at);
    }

    static Refused stale(long current) {
        return new Refused(
                ErrorCode.STALE_VERSION,
                "expected_ev: the last binding event is " + current,
                Members.none().add("current", current));
    }

    private static Refused of(ErrorCode code, String detail) {
        return Refused.because(code, detail);
    }
}
