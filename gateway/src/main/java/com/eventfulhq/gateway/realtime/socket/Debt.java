package com.eventfulhq.gateway.realtime.socket;

/**
 * What a client has asked for and not got: commands without an answer, and bytes of answers, those that are still to come counted as
 * the most they may bring. Who is owed too much is not read from, until it is owed half of that.
 */
final class Debt {

    private final Limits limits;
    private int unanswered;
    private int expected;
    private boolean tooMuch;

    Debt(Limits limits) {
        this.limits = limits;
    }

    void add(int bytes) {
        unanswered++;
        expected += bytes;
    }

    void settle(int bytes) {
        unanswered--;
        expected -= bytes;
    }

    /**
     * Weighs it anew.
     *
     * @param unread bytes of answers that are there and not read
     * @return whether it has become too much, or is no longer
     */
    boolean turns(long unread) {
        int part = tooMuch ? 2 : 1;
        boolean now = unanswered > limits.commands() / part || expected + unread > limits.answers() / part;
        boolean turns = now != tooMuch;
        tooMuch = now;
        return turns;
    }

    boolean isTooMuch() {
        return tooMuch;
    }

    /** Nothing is paid any more, and everything is listened to. */
    void forgive() {
        tooMuch = false;
    }
}
