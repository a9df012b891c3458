package com.eventfulhq.hub.whatsapp.conversation;

import com.eventfulhq.common.id.ContactId;
import java.util.Comparator;

/** Contacts from the oldest to the youngest: the order of their ids as PostgreSQL sorts them, without writing them out. */
enum ContactOrder implements Comparator<ContactId> {
    OLDEST_FIRST;

    @Override
    public int compare(ContactId one, ContactId other) {
        int high = Long.compareUnsigned(
                one.value().getMostSignificantBits(), other.value().getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        one.value().getLeastSignificantBits(), other.value().getLeastSignificantBits());
    }
}
