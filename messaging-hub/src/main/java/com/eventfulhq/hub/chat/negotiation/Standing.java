package com.eventfulhq.hub.chat.negotiation;

import com.eventfulhq.hub.chat.log.Outcome.Refused;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a negotiation stands after its last binding message. Says which steps may follow, and where they lead. */
sealed interface Standing {

    /** What comes of a step. */
    sealed interface Verdict {}

    record Leads(Standing to) implements Verdict {}

    record Forbidden(Refused refusal) implements Verdict {}

    /** Terms that somebody puts forward. */
    record Terms(String json, @Nullable Instant expiresAt) {}

    /**
     * What a binding step leads to.
     *
     * @param terms those of an offer or counter offer; null with all else
     */
    Verdict after(Step step, Side by, @Nullable Terms terms, Instant at);

    /** Nothing is offered: not yet, or not any more. */
    record Nothing() implements Standing {
        @Override
        public Verdict after(Step step, Side by, @Nullable Terms terms, Instant at) {
            return step == Step.OFFER && terms != null
                    ? new Leads(new Offered(by, terms))
                    : new Forbidden(Refusals.NO_OFFER);
        }
    }

    /** An offer waits for its answer. */
    record Offered(Side by, Terms terms) implements Standing {
        @Override
        public Verdict after(Step step, Side who, @Nullable Terms others, Instant at) {
            return switch (step) {
                case TEXT -> new Leads(this);
                case OFFER -> new Forbidden(Refusals.OPEN_OFFER);
                case COUNTER_OFFER ->
                    who == by || others == null
                            ? new Forbidden(Refusals.OWN_OFFER)
                            : new Leads(new Offered(who, others));
                case ACCEPTANCE -> accepted(who, at);
                case REJECTION -> who == by ? new Forbidden(Refusals.OWN_OFFER) : new Leads(new Nothing());
                case WITHDRAWAL -> who == by ? new Leads(new Nothing()) : new Forbidden(Refusals.OTHERS_OFFER);
            };
        }

        private Verdict accepted(Side who, Instant at) {
            if (who == by) {
                return new Forbidden(Refusals.OWN_OFFER);
            }
            var expires = terms.expiresAt();
            return expires != null && !at.isBefore(expires)
                    ? new Forbidden(Refusals.expired(expires))
                    : new Leads(new Agreed(terms));
        }
    }

    /** The terms hold. */
    record Agreed(Terms terms) implements Standing {
        @Override
        public Verdict after(Step step, Side by, @Nullable Terms others, Instant at) {
            return new Forbidden(Refusals.AGREED);
        }
    }
}
