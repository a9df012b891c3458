package com.eventfulhq.gateway.realtime.chat.presence;

import com.eventfulhq.common.chat.BusEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** People of one partition, as many as fit in a command. */
record Part(int partition, List<UUID> people) {

    /** All of them, in as few parts as there can be. */
    static List<Part> of(Collection<UUID> people, int most) {
        Map<Integer, List<UUID>> partitions = new TreeMap<>();
        people.forEach(person -> partitions
                .computeIfAbsent(BusEntry.partitionOf(person), key -> new ArrayList<>())
                .add(person));
        var parts = new ArrayList<Part>();
        partitions.forEach((partition, all) -> {
            for (int from = 0; from < all.size(); from += most) {
                parts.add(new Part(partition, all.subList(from, Math.min(all.size(), from + most))));
            }
        });
        return parts;
    }
}
