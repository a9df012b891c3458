package com.eventfulhq.hub.whatsapp.send;

import com.eventfulhq.common.id.ContactId;
import com.eventfulhq.common.id.ConversationId;
import com.eventfulhq.common.id.PhoneNumberId;
import com.eventfulhq.common.id.TeamId;
import com.eventfulhq.common.id.WabaId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom a message goes to, and the number it leaves from.
 *
 * @param contact      null if nobody is known under this address
 * @param conversation null if they and the number have not met
 * @param windowEnd    end of the customer-service window; null if it never opened
 */
record Target(
        BusinessNumber number,
        @Nullable ContactId contact,
        @Nullable ConversationId conversation,
        Address address,
        boolean blocked,
        @Nullable Instant windowEnd) {

    /** A business number a team may send from. */
    record BusinessNumber(PhoneNumberId id, WabaId account, TeamId team, int messagesPerSecond) {}

    /**
     * How Meta knows the user; at least one.
     *
     * @param to        the number in digits
     * @param recipient the business-scoped user id
     */
    record Address(@Nullable String to, @Nullable String recipient) {

        Address {
            if (to == null && recipient == null) {
                throw new IllegalArgumentException("address: found neither a number nor a business-scoped user id");
            }
        }

        /** The user's part of a key: the business-scoped id where there is one, as the callbacks are keyed. */
        String user() {
            return recipient != null ? recipient : Objects.requireNonNull(to);
        }
    }

    /** Key of {@code whatsapp.sends}: one user of one number is one order. */
    String key() {
        return number.id() + ":" + address.user();
    }

    Target in(ContactId knownContact, ConversationId begun) {
        return new Target(number, knownContact, begun, address, blocked, windowEnd);
    }
}
