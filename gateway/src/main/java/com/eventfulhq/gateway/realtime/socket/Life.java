package com.eventfulhq.gateway.realtime.socket;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** When a connection is pinged and when it ends, in ticks of its event loop's clock. */
final class Life {

    private static final int NEVER = Integer.MAX_VALUE;

    private int heardAt;
    private int pingAt;
    private int tokenEnds;
    private int plannedAt = NEVER;
    private @Nullable Goodbye planned;

    Life(Limits limits, int now) {
        heardAt = now;
        tokenEnds = now + limits.connect();
        // Connections that came together must not be pinged together for ever.
        int half = limits.heartbeat() / 2;
        pingAt = now + half + ThreadLocalRandom.current().nextInt(half + 1);
    }

    void heard(int now) {
        heardAt = now;
    }

    /** @param inTicks null if the token has no end */
    void tokenEnds(int now, @Nullable Integer inTicks) {
        tokenEnds = inTicks == null ? NEVER : now + inTicks;
    }

    /** Ends then, unless it ends before. */
    void plan(Goodbye why, int at) {
        if (at < plannedAt) {
            planned = why;
            plannedAt = at;
        }
    }

    /** When there is something to do next. */
    int next(Limits limits) {
        return Math.min(Math.min(tokenEnds, plannedAt), Math.min(pingAt, heardAt + limits.silence()));
    }

    /** Why it ends now; null if it lives on. */
    @Nullable
    Goodbye end(Limits limits, int now, boolean connected) {
        if (now >= plannedAt) {
            return planned;
        }
        if (now >= tokenEnds) {
            return connected ? Goodbye.TOKEN_EXPIRED : Goodbye.NOT_CONNECTED;
        }
        return now - heardAt >= limits.silence() ? Goodbye.STALLED : null;
    }

    /** Whether it is time for a ping; if so, the next one is due a heartbeat later. */
    boolean beats(Limits limits, int now) {
        if (now < pingAt) {
            return false;
        }
        pingAt = now + limits.heartbeat();
        return true;
    }
}
