package com.eventfulhq.hub.chat.log;

/** Another writer has begun the same thread at the same time: decided again, the batch finds it there. */
final class HeadRace extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HeadRace() {
        super("a thread of this batch was begun by another writer", null, false, false);
    }
}
