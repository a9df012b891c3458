package com.eventfulhq.gateway.realtime.chat;

/** How many errors a client may still make. Starts anew with every minute in which it makes one. */
final class Budget {

    private static final long WINDOW_NANOS = 60_000_000_000L;

    private final int most;
    private int spent;
    private long since;

    Budget(int most) {
        this.most = most;
    }

    /** Spends one; false if there was none left. */
    boolean spend(long nanoTime) {
        if (spent == 0 || nanoTime - since >= WINDOW_NANOS) {
            since = nanoTime;
            spent = 0;
        }
        return ++spent <= most;
    }
}
