package com.eventfulhq.gateway.realtime.chat;

import java.util.concurrent.TimeUnit;

/** What a client was told to wait, and whether it does. Times are nanoseconds of one clock. */
final class Patience {

    /** The hint has to reach the client first, and what it has sent until then was sent in good faith. */
    private static final long UNDER_WAY = TimeUnit.SECONDS.toNanos(1);

    private long since;
    private long until;
    private boolean told;

    /**
     * It is told to wait so long.
     *
     * @param takenAt when the request came that is refused with it
     * @return whether the client had been told before, and did not wait
     */
    boolean tell(long now, long wait, long takenAt) {
        boolean waits = told && now - until < 0;
        boolean ignored = waits && takenAt - since >= UNDER_WAY;
        if (!waits) {
            told = true;
            since = now;
            until = now + wait;
        } else if (now + wait - until > 0) {
            until = now + wait;
        }
        return ignored;
    }
}
