package com.eventfulhq.gateway.realtime.chat.room;

import java.time.Duration;

/**
 * What is bounded in the rooms.
 *
 * @param remembered   bytes remembered for one seat that is being opened
 * @param held         bytes held by one room while a gap is closed
 * @param slice        seats of one room told in one go
 * @param watchTimeout longest time the bus may take to confirm a subscription
 * @param linger       how long a partition nobody needs is watched on
 * @param retry        pause before what could not be fetched is fetched again; doubled with every further try
 * @param tries        times a gap is tried to be closed before the room is given up
 */
public record RoomSettings(
        int remembered, int held, int slice, Duration watchTimeout, Duration linger, Duration retry, int tries) {}
