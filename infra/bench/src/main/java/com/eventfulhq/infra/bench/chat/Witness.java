package com.eventfulhq.infra.bench.chat;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Sees every event every receiver applies. An event must have the number after the receiver's last one, and under one number
 * everybody must see the same message. On the event loop of the load only.
 */
public final class Witness {

    private static final long LONGEST_MICROS = 120_000_000;
    private static final int FIRST_EVENTS = 256;

    private final long[][] identities;
    private final long[] newest;
    private final Histogram latencies = new Histogram(LONGEST_MICROS, 3);
    private long deliveries;
    private long holes;
    private long repeats;
    private long disagreements;

    Witness(int rooms) {
        this.identities = new long[rooms][];
        this.newest = new long[rooms];
    }

    /**
     * An event reaches a receiver.
     *
     * @param last     the number of the receiver's event before, in this room
     * @param identity of the message; 0 if it is about none
     * @return whether it is to be applied
     */
    boolean sees(int room, long last, long ev, long identity) {
        if (ev <= last) {
            repeats++;
            return false;
        }
        if (ev > last + 1) {
            holes++;
        }
        deliveries++;
        newest[room] = Math.max(newest[room], ev);
        agrees(room, ev, identity);
        return true;
    }

    private void agrees(int room, long ev, long identity) {
        var known = identities[room];
        if (known == null) {
            known = new long[FIRST_EVENTS];
        }
        if (ev >= known.length) {
            known = Arrays.copyOf(known, Math.toIntExact(Math.max(ev + 1, known.length * 2L)));
        }
        identities[room] = known;
        int at = Math.toIntExact(ev);
        if (known[at] == 0) {
            known[at] = identity;
        } else if (known[at] != identity) {
            disagreements++;
        }
    }

    void took(long nanos) {
        latencies.recordValue(Math.clamp(nanos / 1000, 0, LONGEST_MICROS));
    }

    /** Figures start anew; what was seen stays. */
    void mark() {
        latencies.reset();
        deliveries = 0;
    }

    /** The newest number anybody saw in a room. */
    long newest(int room) {
        return newest[room];
    }

    public long deliveries() {
        return deliveries;
    }

    public long holes() {
        return holes;
    }

    public long repeats() {
        return repeats;
    }

    public long disagreements() {
        return disagreements;
    }

    double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1000.0;
    }
}
