package com.eventfulhq.gateway.realtime.chat.room;

import java.util.Arrays;

/** On which floors somebody listens: a few at most, and asked for every event. */
final class Floors {

    private static final Floor[] NONE = {};

    private Floor[] floors = NONE;

    void add(Floor floor) {
        for (var present : floors) {
            if (present == floor) {
                return;
            }
        }
        floors = Arrays.copyOf(floors, floors.length + 1);
        floors[floors.length - 1] = floor;
    }

    void remove(Floor floor) {
        floors = Arrays.stream(floors).filter(present -> present != floor).toArray(Floor[]::new);
    }

    boolean isEmpty() {
        return floors.length == 0;
    }

    Floor[] all() {
        return floors;
    }
}
