package org.enhancerflow.tools.simulate;

import java.util.List;

/** The DNA of a block. */
final class Content {
    static final int UNKNOWN = 4;
    static final int REPEAT = 8;
    private static final String LETTERS = "ACGTN";

    private final int number;
    private final byte[] bases;
    private final double gc;
    private final List<Locus> loci;

    /**
     * Takes over the array.
     *
     * @param number the block it was made for
     * @param bases 0-3 for A, C, G, T, to which {@link #REPEAT} is added in repeats; {@link #UNKNOWN} for N
     * @param gc GC content of its background
     * @param loci in order
     */
    Content(int number, byte[] bases, double gc, List<Locus> loci) {
        this.number = number;
        this.bases = bases;
        this.gc = gc;
        this.loci = List.copyOf(loci);
    }

    /**
     * A stretch drawn from one class's grammar; windows of all its samples lie within.
     *
     * @param center 0-based place in the content about which summits scatter
     * @param label the class whose grammar it has
     * @param shared whether samples of either class may have a peak here
     */
    record Locus(int center, int label, boolean shared) {
        /** Summits lie within this many bases of the center. */
        static final int SHIFT = 100;

        static final int HALF = Dataset.WINDOW / 2 + SHIFT;
    }

    int number() {
        return number;
    }

    double gc() {
        return gc;
    }

    List<Locus> loci() {
        return loci;
    }

    /**
     * Copies a window for the oracle: 0-3, or 4 where the base is N, lies in a repeat or outside the content.
     *
     * @param start 0-based, may be negative
     */
    void visible(int start, byte[] window) {
        for (int i = 0; i < window.length; i++) {
            int at = start + i;
            boolean seen = at >= 0 && at < bases.length && bases[at] < UNKNOWN;
            window[i] = seen ? bases[at] : UNKNOWN;
        }
    }

    /** How many of the window's bases are N, those outside the content included. */
    int unknown(int start) {
        int count = 0;
        for (int at = start; at < start + Dataset.WINDOW; at++) {
            if (at < 0 || at >= bases.length || bases[at] == UNKNOWN) {
                count++;
            }
        }
        return count;
    }

    /** Copies a window as upper-case letters, N outside the content. */
    void letters(int start, byte[] window) {
        for (int i = 0; i < window.length; i++) {
            int at = start + i;
            boolean inside = at >= 0 && at < bases.length;
            window[i] = (byte) (inside ? LETTERS.charAt(bases[at] & ~REPEAT) : 'N');
        }
    }

    /** All letters as the FASTA file has them, repeats in lower case, on the strand wanted. */
    byte[] letters(boolean inverted) {
        byte[] letters = new byte[bases.length];
        for (int i = 0; i < letters.length; i++) {
            byte base = bases[inverted ? letters.length - 1 - i : i];
            int code = base & ~REPEAT;
            char upper = LETTERS.charAt(inverted && code != UNKNOWN ? 3 - code : code);
            letters[i] = (byte) ((base & REPEAT) == 0 ? upper : Character.toLowerCase(upper));
        }
        return letters;
    }
}
