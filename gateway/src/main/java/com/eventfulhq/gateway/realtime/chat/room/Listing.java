package com.eventfulhq.gateway.realtime.chat.room;

import java.util.UUID;

/** One conversation on one connection's list. */
public final class Listing {

    private final Guest guest;
    private final Audience audience;
    private boolean changed;
    private boolean gone;

    /** Its place in the audience, so that it can be taken out without looking for it. */
    int index;

    Listing(Guest guest, Audience audience) {
        this.guest = guest;
        this.audience = audience;
    }

    public UUID conversation() {
        return audience.conversation();
    }

    void changed() {
        if (!changed && !guest.sitsIn(audience.conversation())) {
            changed = true;
            guest.changed(this);
        }
    }

    /** What is known of it does not hold. */
    void outdated() {
        leave();
        guest.outdated(this);
    }

    /** What there is to say about it now, as JSON; it counts as said. */
    public byte[] tell() {
        changed = false;
        return audience.digest();
    }

    public boolean gone() {
        return gone;
    }

    public void leave() {
        if (!gone) {
            gone = true;
            audience.leave(this);
        }
    }
}
