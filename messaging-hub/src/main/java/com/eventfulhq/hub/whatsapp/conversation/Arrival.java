package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.id.ContactId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.hub.whatsapp.message.LogPlace;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything one batch brings to one conversation, folded into one.
 *
 * @param lastMessageAt latest time of any message or call
 * @param lastInbound   the latest message or call that opens the window, of several the first on the log; null if none does
 * @param referral      JSON of the ad that led here, or null
 */
public record Arrival(
        Thread thread,
        @Nullable String waId,
        @Nullable String bsuid,
        Instant lastMessageAt,
        @Nullable Inbound lastInbound,
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

    /** Something of the user's that opens the window, and the record of the log that told it. */
    public record Inbound(Instant at, LogPlace place) {}

    /** This and what came after it. */
    public Arrival and(Arrival other) {
        return new Arrival(
                thread,
                waId == null ? other.waId : waId,
                bsuid == null ? other.bsuid : bsuid,
                lastMessageAt.isAfter(other.lastMessageAt) ? lastMessageAt : other.lastMessageAt,
                later(lastInbound, other.lastInbound),
                other.referral == null ? referral : other.referral);
    }

    private static @Nullable Inbound later(@Nullable Inbound one, @Nullable Inbound other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.at.isAfter(one.at) ? other : one;
    }

    @Nullable
    Instant lastInboundAt() {
        return lastInbound == null ? null : lastInbound.at;
    }

    @Nullable
    Instant windowEnd(Duration windowLength) {
        return lastInbound == null ? null : lastInbound.at.plus(windowLength);
    }

    /** The record that opens the window if it is closed; null if what came is too old for that. */
    @Nullable
    LogPlace opener(Duration windowLength, Instant now) {
        return lastInbound == null || !lastInbound.at.plus(windowLength).isAfter(now) ? null : lastInbound.place;
    }
}
