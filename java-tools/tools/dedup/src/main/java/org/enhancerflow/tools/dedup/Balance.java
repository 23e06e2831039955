package org.enhancerflow.tools.dedup;

import java.util.Arrays;
import org.enhancerflow.genome.SeededKey;
import org.enhancerflow.genome.Smallest;

/**
 * Brings all classes to the size of the smallest one, choosing by seed and sequence, whatever the order of the rows. The
 * windows are gone through twice to find each class's largest key that stays, then asked one by one: no key is held.
 */
final class Balance {
    private final long seed;
    private final boolean[] reduced;
    private final long[] limits;
    private final long[] atLimit;

    private Balance(long seed, long[] wanted, Smallest.Cut[] cuts) {
        this.seed = seed;
        this.reduced = new boolean[wanted.length];
        this.limits = new long[wanted.length];
        this.atLimit = new long[wanted.length];
        for (int label = 0; label < wanted.length; label++) {
            reduced[label] = wanted[label] > 0;
            limits[label] = cuts[label].limit();
            atLimit[label] = cuts[label].atLimit();
        }
    }

    /**
     * Windows to choose from, in any order.
     *
     * @param <E> what may go wrong
     */
    @FunctionalInterface
    interface Windows<E extends Exception> {
        void forEach(Visitor visitor) throws E;
    }

    /** Is shown windows. */
    @FunctionalInterface
    interface Visitor {
        void visit(int label, long idHigh, long idLow);
    }

    /**
     * Finds what stays.
     *
     * @param sizes windows of each class
     */
    static <E extends Exception> Balance of(long[] sizes, Windows<E> windows, long seed) throws E {
        long smallest = Arrays.stream(sizes).filter(size -> size > 0).min().orElse(0);
        long[] wanted =
                Arrays.stream(sizes).map(size -> size > smallest ? smallest : 0).toArray();
        Smallest.Cut[] cuts = Smallest.cuts(
                visitor -> windows.forEach((label, high, low) -> {
                    if (wanted[label] > 0) {
                        visitor.visit(label, SeededKey.of(seed, high, low));
                    }
                }),
                wanted);
        return new Balance(seed, wanted, cuts);
    }

    /**
     * Whether a window stays; asked of every window once, in the corpus's order: equal keys mean equal sequences
     * ({@code --strand forward}), and the first of them fill what is left.
     */
    boolean keeps(int label, long idHigh, long idLow) {
        if (!reduced[label]) {
            return true;
        }
        long key = SeededKey.of(seed, idHigh, idLow);
        return key < limits[label] || (key == limits[label] && atLimit[label]-- > 0);
    }
}
