package com.eventfulhq.infra.simulator.world;

/**
 * Chance that repeats: the roll for a key depends on the seed and the key alone, so the order in which threads ask does not
 * change any outcome.
 */
public final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;

    public Dice(long seed) {
        this.seed = seed;
    }

    public boolean hits(double probability, String key) {
        return probability > 0 && roll(key) < probability;
    }

    /** A number in [0, 1). */
    public double roll(String key) {
        long hash = seed;
        for (int i = 0; i < key.length(); i++) {
            hash = mix(hash ^ key.charAt(i));
        }
        return (mix(hash) >>> 11) * 0x1.0p-53;
    }

    /** The finalizer of SplitMix64: a bijection, so different inputs never collide. */
    public static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
