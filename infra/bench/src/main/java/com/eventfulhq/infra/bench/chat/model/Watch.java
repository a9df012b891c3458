package com.eventfulhq.infra.bench.chat.model;

/** A subscription of one person to one conversation. */
final class Watch {

    final Talk talk;
    final String epoch;

    /** Heard is what came after this. */
    final long from;

    /** So many of what was heard are as they should be. */
    int checked;

    Watch(Talk talk, String epoch, long from) {
        this.talk = talk;
        this.epoch = epoch;
        this.from = from;
    }
}
