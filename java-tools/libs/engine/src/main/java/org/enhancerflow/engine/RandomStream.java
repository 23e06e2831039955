package org.enhancerflow.engine;

import java.nio.charset.StandardCharsets;

/**
 * A stream of random numbers that is the same on every JVM: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), normals by Box and Muller's
 * method in {@link StrictMath}.
 */
public final class RandomStream {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private RandomStream(long state) {
        this.state = state;
    }

    /** The stream of a seed for one purpose; different purposes share no numbers in practice. */
    public static RandomStream of(long seed, String purpose) {
        long hash = mix(seed + GAMMA);
        for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
            hash = mix((hash ^ b) + GAMMA);
        }
        return new RandomStream(hash);
    }

    /** 64 random bits. */
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1), with 53 random bits. */
    public double nextUniform() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Standard normal. */
    public double nextNormal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextUniform()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextUniform());
    }

    /** Uniform in [0, bound); the bias of at most bound / 2^53 is of no consequence here. */
    public int nextInt(int bound) {
        return (int) (nextUniform() * bound);
    }

    /** Puts an array into random order (Fisher and Yates). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
