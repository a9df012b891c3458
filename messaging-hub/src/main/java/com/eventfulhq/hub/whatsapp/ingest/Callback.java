package com.eventfulhq.hub.whatsapp.ingest;

import com.eventfulhq.hub.whatsapp.conversation.BusinessNumber;
import com.eventfulhq.hub.whatsapp.conversation.Person;
import com.eventfulhq.hub.whatsapp.message.InboundMessage;
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
            implements Callback {}

    /** Meta told where a message of ours stands. */
    record StatusTold(StatusUpdate update) implements Callback {}

    /**
     * Anything else, kept as it is.
     *
     * @param payload JSON
     * @param sentAt  {@code entry.time}, unix seconds: tells the same change made twice from one told twice; null if not given
     * @param people  persons it gives a further identity
     */
    record Changed(
            @Nullable String wabaId,
            @Nullable String phoneNumberId,
            String field,
            String payload,
            @Nullable Long sentAt,
            List<Person> people,
            Instant receivedAt)
            implements Callback {}

    /** A body nobody could read. */
    record Unreadable(byte[] body, Instant receivedAt) implements Callback {}
}
