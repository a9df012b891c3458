package com.eventfulhq.infra.simulator.world;

import java.util.ArrayDeque;
import java.util.List;

/** The newest entries of a history, in order; the oldest goes when the capacity is reached. */
public final class Ring<T> {
    private final int capacity;
    private final ArrayDeque<T> entries = new ArrayDeque<>();
    private long total;

    public Ring(int capacity) {
        this.capacity = Math.max(1, capacity);
    }

    public synchronized void add(T entry) {
        if (entries.size() == capacity) {
            entries.removeFirst();
        }
        entries.addLast(entry);
        total++;
    }

    public synchronized List<T> list() {
        return List.copyOf(entries);
    }

    /** All entries ever added, including those already forgotten. */
    public synchronized long total() {
        return total;
    }

    public synchronized void clear() {
        entries.clear();
        total = 0;
    }
}
