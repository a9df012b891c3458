package com.eventfulhq.common.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Packs the entries of one append into parcels: one open parcel per topic and partition. For one append, on one thread. */
final class Packer {

    private final Map<String, Integer> partitions;
    private final int parcelBytes;
    private final Map<String, Parcel[]> open = new HashMap<>();
    private final List<ProducerRecord<String, byte[]>> full = new ArrayList<>();

    /**
     * @param partitions  of each topic
     * @param parcelBytes a parcel is closed before it exceeds this; an entry that does so alone is a parcel of its own
     */
    Packer(Map<String, Integer> partitions, int parcelBytes) {
        this.partitions = partitions;
        this.parcelBytes = parcelBytes;
    }

    void add(LogEntry entry) {
        var parcels = open.computeIfAbsent(entry.topic(), topic -> new Parcel[partitions.getOrDefault(topic, 1)]);
        int partition =
                BuiltInPartitioner.partitionForKey(entry.key().getBytes(StandardCharsets.UTF_8), parcels.length);
        var parcel = parcels[partition];
        if (parcel != null && parcel.length() + entry.data().length > parcelBytes) {
            full.add(parcel.toRecord());
            parcel = null;
        }
        if (parcel == null) {
            parcel = new Parcel(entry.topic(), partition);
            parcels[partition] = parcel;
        }
        parcel.add(entry);
    }

    /** Everything added, in order within each partition. */
    List<ProducerRecord<String, byte[]>> take() {
        for (var parcels : open.values()) {
            for (var parcel : parcels) {
                if (parcel != null) {
                    full.add(parcel.toRecord());
                }
            }
        }
        return full;
    }
}
