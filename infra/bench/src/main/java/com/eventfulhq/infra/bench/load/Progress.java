package com.eventfulhq.infra.bench.load;

/** How far a load has come, for whoever watches it from another thread. */
public final class Progress {

    private volatile long messages;

    /** Messages in requests that were answered 200 so far. */
    public long messages() {
        return messages;
    }

    void accepted(long soFar) {
        messages = soFar;
    }
}
