package com.eventfulhq.gateway.realtime.chat.room;

import java.util.ArrayList;
import java.util.List;

/** What came for a seat before it was open. Bounded: beyond it the seat is told to pull. */
final class Remembered {

    private final List<Notice> notices = new ArrayList<>(2);
    private final int max;
    private int bytes;
    private long lostUpTo;

    Remembered(int maxBytes) {
        this.max = maxBytes;
    }

    void add(Notice notice) {
        switch (notice) {
            case Notice.Event event -> {
                if (lostUpTo > 0 || bytes + event.json().length > max) {
                    lostUpTo = Math.max(lostUpTo, event.ev());
                } else {
                    bytes += event.json().length;
                    notices.add(event);
                }
            }
            case Notice.Left left -> notices.add(left);
            case Notice.Resync resync -> notices.add(resync);
            // Worth nothing by the time it could be said.
            case Notice.Hint hint -> {}
            case Notice.Mine mine -> throw new IllegalArgumentException("not of a conversation: " + mine.key());
        }
    }

    List<Notice> notices() {
        return notices;
    }

    /** The newest number that was not kept; 0 if all were. */
    long lostUpTo() {
        return lostUpTo;
    }
}
