package org.enhancerflow.tokenizers;

import java.util.Arrays;

/**
 * Finds the longest term that begins at a place. The first letters are one look-up by their code, the rest a walk through
 * a tree.
 */
final class TermTrie {
    static final int NONE = -1;

    /** Bits of the code of the letters from a place on: eight letters of an alphabet of four. */
    private static final int CODE_BITS = 16;

    private final int letters;
    private final int bits;
    private final int depth;
    private final int[] next;

    /** For a node, the longest term on the way to it. */
    private final int[] termAt;

    /** For a code, the longest term; or, below {@link #NONE}, the node that a longer one may lie beyond. */
    private final int[] byCode;

    /**
     * Plants terms.
     *
     * @param letters number of letters
     * @param spelled each term's letters; a term's place is its number
     */
    TermTrie(int letters, byte[][] spelled) {
        this.letters = letters;
        this.bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(letters - 1));
        this.depth = CODE_BITS / bits;
        int places = 1;
        for (byte[] term : spelled) {
            places += term.length;
        }
        int[] edges = new int[places * letters];
        int[] terms = new int[places];
        Arrays.fill(terms, NONE);
        int nodes = 1;
        for (int term = 0; term < spelled.length; term++) {
            int node = 0;
            for (byte letter : spelled[term]) {
                int edge = node * letters + letter;
                if (edges[edge] == 0) {
                    edges[edge] = nodes++;
                }
                node = edges[edge];
            }
            terms[node] = term;
        }
        this.next = Arrays.copyOf(edges, nodes * letters);
        this.termAt = Arrays.copyOf(terms, nodes);
        this.byCode = new int[1 << (bits * depth)];
        fill(0, NONE, 0, 0);
    }

    private void fill(int node, int best, int code, int length) {
        if (length == depth) {
            boolean leaf = true;
            for (int letter = 0; letter < letters; letter++) {
                leaf &= next[node * letters + letter] == 0;
            }
            byCode[code] = leaf ? best : NONE - node;
        }
        for (int letter = 0; letter < letters; letter++) {
            int child = next[node * letters + letter];
            int longer = length < depth ? (code << bits) | letter : code;
            if (child != 0) {
                termAt[child] = termAt[child] == NONE ? best : termAt[child];
                fill(child, termAt[child], longer, length + 1);
            } else if (length < depth) {
                int open = bits * (depth - length - 1);
                Arrays.fill(byCode, longer << open, (longer + 1) << open, best);
            }
        }
    }

    /** Number of letters that a code holds. */
    int depth() {
        return depth;
    }

    /** Number of bits of a letter. */
    int bits() {
        return bits;
    }

    /** The code of the letters from each place on, first letter highest; zeros stand for what is beyond the end. */
    char[] codes(byte[] run, int from, int to) {
        char[] codes = new char[to - from];
        int code = 0;
        int top = bits * (depth - 1);
        for (int place = to - 1; place >= from; place--) {
            code = (code >>> bits) | (run[place] << top);
            codes[place - from] = (char) code;
        }
        return codes;
    }

    /**
     * The longest term at {@code from} that ends at {@code to} at the latest, or {@link #NONE}.
     *
     * @param code the letters' at {@code from}
     */
    int longest(byte[] run, int from, int to, int code) {
        int node = 0;
        int place = from;
        if (to - from >= depth) {
            int found = byCode[code];
            if (found >= NONE) {
                return found;
            }
            node = NONE - found;
            place += depth;
        }
        while (place < to) {
            int child = next[node * letters + run[place++]];
            if (child == 0) {
                break;
            }
            node = child;
        }
        return termAt[node];
    }
}
