package com.eventfulhq.gateway.realtime.socket;

/** A client has sent what the protocol does not allow; the connection cannot be read any further. */
final class Violation extends Exception {

    private static final long serialVersionUID = 1L;

    private final Goodbye goodbye;

    Violation(Goodbye goodbye, String what) {
        super(what, null, false, false);
        this.goodbye = goodbye;
    }

    static Violation protocol(String what) {
        return new Violation(Goodbye.PROTOCOL_ERROR, what);
    }

    Goodbye goodbye() {
        return goodbye;
    }
}
