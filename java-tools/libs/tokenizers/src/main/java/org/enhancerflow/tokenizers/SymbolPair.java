package org.enhancerflow.tokenizers;

import java.util.Arrays;

/**
 * Two terms that stand side by side in the training text: how often, and where. Places are of the left term's first
 * base, in ascending order; those that a merge has destroyed since stay listed and are checked when they are used.
 */
final class SymbolPair {
    private static final int[] NONE = {};

    final int left;
    final int right;
    int count;

    /** Whether the merge under way has raised the count; such pairs go back to the heap after it. */
    boolean raised;

    private int[] places = NONE;
    private int size;
    private boolean ascending = true;

    SymbolPair(int left, int right) {
        this.left = left;
        this.right = right;
    }

    void add(int place) {
        if (size == places.length) {
            places = Arrays.copyOf(places, Math.max(4, size + (size >> 1)));
        }
        // A term made by two different merges gets its places in two passes over the text.
        ascending &= size == 0 || places[size - 1] < place;
        places[size++] = place;
        count++;
    }

    /** Hands over the places, ascending, and forgets them. */
    int[] takePlaces() {
        int[] taken = Arrays.copyOf(places, size);
        if (!ascending) {
            Arrays.sort(taken);
        }
        places = NONE;
        size = 0;
        ascending = true;
        return taken;
    }
}
