package org.enhancerflow.tuning;

/**
 * Uniform numbers that depend on a seed and the number of a draw alone: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), the
 * same on every JDK.
 */
final class Uniforms {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Uniforms(long seed, int draw) {
        state = mix(mix(seed) + (draw + 1L) * GOLDEN_GAMMA);
    }

    /** The next number in [0, 1). */
    double next() {
        state += GOLDEN_GAMMA;
        return (mix(state) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
