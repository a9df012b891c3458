package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.common.trace.TraceContext;
import com.eventfulhq.hub.whatsapp.conversation.Arrival;
import com.eventfulhq.hub.whatsapp.conversation.BusinessNumber;
import com.eventfulhq.hub.whatsapp.conversation.Identity;
import com.eventfulhq.hub.whatsapp.conversation.Person;
import com.eventfulhq.hub.whatsapp.conversation.Renaming;
import com.eventfulhq.hub.whatsapp.message.InboundMessage;
import com.eventfulhq.hub.whatsapp.message.LogPlace;
import com.eventfulhq.hub.whatsapp.message.StatusUpdate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one record of {@code whatsapp.callbacks} turned out to be. */
sealed interface Callback {

    /**
     * A user wrote.
     *
     * @param opensWindow whether it opens or extends the customer-service window
     * @param referral    JSON of the ad that led here, or null
     */
    record Written(
            BusinessNumber number,
            Person person,
            InboundMessage message,
            boolean opensWindow,
            @Nullable String referral)
            implements Callback {

        Arrival arrival(Arrival.Thread thread) {
            var inbound = opensWindow ? new Arrival.Inbound(message.writtenAt(), message.place()) : null;
            return new Arrival(
                    thread,
                    person.value(Identity.Type.WA_ID),
                    person.value(Identity.Type.BSUID),
                    message.writtenAt(),
                    inbound,
                    referral);
        }
    }

    /** Meta told where a message of ours stands. */
    record StatusTold(StatusUpdate update) implements Callback {}

    /**
     * Anything else, kept as it is.
     *
     * @param payload   JSON
     * @param sentAt    {@code entry.time}, unix seconds: tells the same change made twice from one told twice; null if not given
     * @param renamings persons it gives a further identity
     * @param calls     calls of users it tells of
     */
    record Changed(
            @Nullable String wabaId,
            @Nullable String phoneNumberId,
            String field,
            String payload,
            @Nullable Long sentAt,
            List<Renaming> renamings,
            List<Called> calls,
            Instant receivedAt)
            implements Callback {}

    /** A user called: opens or extends the window as a message does, and leaves no row of its own. */
    record Called(BusinessNumber number, Person person, Instant at, LogPlace place, TraceContext trace) {

        Arrival arrival(Arrival.Thread thread) {
            return new Arrival(
                    thread,
                    person.value(Identity.Type.WA_ID),
                    person.value(Identity.Type.BSUID),
                    at,
                    new Arrival.Inbound(at, place),
                    null);
        }
    }

    /** A body nobody could read. */
    record Unreadable(byte[] body, Instant receivedAt) implements Callback {}
}
