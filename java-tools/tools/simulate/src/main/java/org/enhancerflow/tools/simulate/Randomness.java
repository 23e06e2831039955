package org.enhancerflow.tools.simulate;

/**
 * A stream of random numbers (SplitMix64: Steele, Lea, Flood, OOPSLA 2014) whose values depend on its seed and nothing
 * else. Our own because {@code java.util}'s generators may change how they derive bounded numbers from one Java release to
 * the next, which would change every simulated byte. Each part of a data set has its own stream, so that any part can be
 * made again without the parts before it.
 */
final class Randomness {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    private Randomness(long state) {
        this.state = state;
    }

    /** The stream of one part: a seed, what the part is, and its number. */
    static Randomness of(long seed, Part part, long number) {
        long state = mix(seed + GOLDEN);
        state = mix(state ^ part.tag * GOLDEN);
        return new Randomness(mix(state + number * 0xD1342543DE82EF95L));
    }

    /** What draws from a stream of its own. */
    enum Part {
        COPY(1),
        ISOCHORE(2),
        REPEAT_FAMILY(3),
        CONTENT(4),
        PEAKS(5),
        SIGNAL(6),
        TEST(7);

        private final int tag;

        Part(int tag) {
            this.tag = tag;
        }
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** 64 random bits. */
    long bits() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, bound). Multiplication instead of a remainder: the bias, below 2^-32, is of no matter here. */
    int below(int bound) {
        return (int) (((bits() >>> 32) * bound) >>> 32);
    }

    /** Uniform in [from, to). */
    int between(int from, int to) {
        return from + below(to - from);
    }

    /** Uniform in [0, 1). */
    double unit() {
        return (bits() >>> 11) * UNIT;
    }

    /** True with the given probability. */
    boolean chance(double probability) {
        return unit() < probability;
    }

    /** An index drawn with the given weights, which need not sum to 1. */
    int weighted(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double left = unit() * total;
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
