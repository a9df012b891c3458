package com.eventfulhq.infra.simulator.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Chance that repeats for a seed. On one thread. */
final class Chance {

    private final Random random;

    Chance(long seed) {
        this.random = new Random(seed);
    }

    /** A random UUID (version 4). */
    UUID id() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    boolean hits(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both ends may come. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** One that is not the other. There must be two. */
    <T> T otherThan(T other, List<T> all) {
        var rest = new ArrayList<>(all);
        rest.removeIf(other::equals);
        return of(rest);
    }

    void shuffle(List<?> all) {
        Collections.shuffle(all, random);
    }

    /** What people can read aloud. */
    String number(String prefix) {
        return prefix + "-" + between(100_000, 999_999) + "-" + between(1_000, 9_999);
    }

    /** Names a stream of chance of its own, so that another story does not change this one. */
    long seed() {
        return random.nextLong();
    }
}
