package org.enhancerflow.genome;

/**
 * A random-looking 64-bit key from a seed and a sequence's id. Choosing rows by such keys depends on the sequences and the
 * seed alone, never on how many rows there are or in which order they stand.
 */
public final class SeededKey {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private SeededKey() {}

    /** The key of one sequence; the mixer is SplitMix64's (Steele, Lea, Flood, OOPSLA 2014). */
    public static long of(long seed, long idHigh, long idLow) {
        return mix(idHigh ^ mix(idLow ^ mix(seed + GOLDEN)));
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
