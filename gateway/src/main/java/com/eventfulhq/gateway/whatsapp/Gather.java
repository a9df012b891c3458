package com.eventfulhq.gateway.whatsapp;

import java.util.Arrays;

/** Puts pieces of arrays together into one array of exactly their length. Reusable, for one thread. */
final class Gather {

    private byte[][] sources = new byte[16][];
    private int[] starts = new int[16];
    private int[] lengths = new int[16];
    private int count;
    private int total;

    Gather add(byte[] bytes) {
        return add(bytes, 0, bytes.length);
    }

    Gather add(byte[] body, Slice slice) {
        return add(body, slice.start(), slice.length());
    }

    private Gather add(byte[] source, int start, int length) {
        if (count == starts.length) {
            sources = Arrays.copyOf(sources, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        sources[count] = source;
        starts[count] = start;
        lengths[count] = length;
        count++;
        total += length;
        return this;
    }

    /** What was added since the last call. */
    byte[] take() {
        var bytes = new byte[total];
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(sources[i], starts[i], bytes, at, lengths[i]);
            at += lengths[i];
        }
        count = 0;
        total = 0;
        return bytes;
    }
}
