package com.eventfulhq.gateway.realtime.socket;

/** Where durable frames come from, and how its readers learn that some of them are missing. Compared by {@code equals}. */
public interface Origin {

    /** The notice that tells the client to catch up; asked once per interruption, when the reader has room again. */
    Frame lag();
}
