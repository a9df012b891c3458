package com.eventfulhq.gateway.realtime.chat.room;

/** What the rooms count. */
public interface RoomMeters {

    /** So many events the bus had not brought were fetched. */
    void repaired(long events);

    /** A room was begun again: a gap could not be closed, or the conversation is behind what was said of it. */
    void restarted();
}
