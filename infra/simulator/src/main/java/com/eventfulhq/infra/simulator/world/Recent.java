package com.eventfulhq.infra.simulator.world;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A map that forgets the entry touched longest ago once it is full. Every operation is atomic. */
public final class Recent<K, V> {
    private final Map<K, V> entries;

    public Recent(int capacity) {
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    public synchronized V getOrCreate(K key, Supplier<V> fresh) {
        return entries.computeIfAbsent(key, ignored -> fresh.get());
    }

    public synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    public synchronized Optional<V> update(K key, UnaryOperator<V> change) {
        return Optional.ofNullable(entries.computeIfPresent(key, (ignored, old) -> change.apply(old)));
    }

    public synchronized V merge(K key, V value, BiFunction<V, V, V> both) {
        var old = entries.get(key);
        var merged = old == null ? value : both.apply(old, value);
        entries.put(key, merged);
        return merged;
    }

    public synchronized List<V> values() {
        return List.copyOf(entries.values());
    }

    public synchronized void clear() {
        entries.clear();
    }
}
