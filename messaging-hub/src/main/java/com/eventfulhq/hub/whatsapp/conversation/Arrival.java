package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.id.ContactId;
import com.eventfulhq.common.id.PhoneNumberId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything one batch brings to one conversation, folded into one.
 *
 * @param lastMessageAt latest time of any message
 * @param lastInboundAt latest time of a message that opens the window; null if none does
 * @param referral      JSON of the ad that led here, or null
 */
public record Arrival(
        Thread thread,
        @Nullable String waId,
        @Nullable String bsuid,
        Instant lastMessageAt,
        @Nullable Instant lastInboundAt,
        @Nullable String referral) {

    /** What makes a conversation one: a number of ours and a person. */
    public record Thread(PhoneNumberId phoneNumberId, ContactId contactId) implements Comparable<Thread> {

        /** The order in which rows are locked: the same for every process, so that none waits in a circle. */
        @Override
        public int compareTo(Thread other) {
            int byNumber = phoneNumberId.value().compareTo(other.phoneNumberId.value());
            return byNumber != 0 ? byNumber : ContactOrder.OLDEST_FIRST.compare(contactId, other.contactId);
        }
    }

    /** Both, whatever the order they came in. */
    public Arrival and(Arrival other) {
        return new Arrival(
                thread,
                waId == null ? other.waId : waId,
                bsuid == null ? other.bsuid : bsuid,
                lastMessageAt.isAfter(other.lastMessageAt) ? lastMessageAt : other.lastMessageAt,
                later(lastInboundAt, other.lastInboundAt),
                other.referral == null ? referral : other.referral);
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    @Nullable
    Instant windowEnd(Duration windowLength) {
        return lastInboundAt == null ? null : lastInboundAt.plus(windowLength);
    }
}
