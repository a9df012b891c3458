package com.eventfulhq.gateway.realtime.chat.room;

/** What the rooms count. */
@FunctionalInterface
public interface RoomMeters {

    /** So many events the bus had not brought were fetched. */
    void repaired(long events);
}
