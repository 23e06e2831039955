package org.enhancerflow.tokenizers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Byte-pair encoding without a queue of merges: take the longest term that matches, check that it may follow the term
 * before it, else a shorter one, else go back (van Antwerpen and Neubeck, "So many tokens, so little time", 2024). The result
 * is that of merging by rank. Whether two terms may stand side by side is worked out once for each pair that occurs.
 *
 * <p>Terms have internal numbers: letters first, then one for every merge in order of rank, so that a number is a rank.
 */
final class BpeEncoder {
    private static final int NONE = -1;

    /** Two bits a pair: whether it is known, and whether it is allowed. 65,536² pairs would be too many to remember. */
    private static final int LARGEST_REMEMBERED = 8192;

    private final int letters;
    private final int terms;
    private final int[] left;
    private final int[] right;
    private final int[] length;
    private final int[] shorter;
    private final int[] next;
    private final int[] termAt;
    private final Map<Long, Integer> merged;
    private final AtomicLongArray known;

    private BpeEncoder(int letters, int terms, Map<Long, Integer> merged, int[] left, int[] right, int[] length) {
        this.letters = letters;
        this.terms = terms;
        this.merged = merged;
        this.left = left;
        this.right = right;
        this.length = length;
        this.shorter = new int[terms];
        int places = 1;
        for (int t : length) {
            places += t;
        }
        this.next = new int[places * letters];
        this.termAt = new int[places];
        this.known = new AtomicLongArray(
                terms <= LARGEST_REMEMBERED ? Math.toIntExact(((long) terms * terms + 31) / 32) : 0);
        plantTerms();
    }

    /**
     * Prepares an encoder.
     *
     * @param alphabet one-letter terms
     * @param merges in order of rank
     * @return empty if the merges do not allow this way: a part that is no earlier term, two merges that make one term, or
     *     a term that merging by rank would never give
     */
    static Optional<BpeEncoder> of(List<String> alphabet, List<BpeVocabulary.Merge> merges) {
        int letters = alphabet.size();
        int terms = letters + merges.size();
        Map<String, Integer> numbers = new HashMap<>();
        alphabet.forEach(letter -> numbers.put(letter, numbers.size()));
        Map<Long, Integer> merged = new HashMap<>();
        int[] left = new int[terms];
        int[] right = new int[terms];
        int[] length = new int[terms];
        Arrays.fill(length, 0, letters, 1);
        for (int number = letters; number < terms; number++) {
            BpeVocabulary.Merge merge = merges.get(number - letters);
            Integer first = numbers.get(merge.left());
            Integer second = numbers.get(merge.right());
            if (first == null || second == null || numbers.putIfAbsent(merge.left() + merge.right(), number) != null) {
                return Optional.empty();
            }
            left[number] = first;
            right[number] = second;
            length[number] = length[first] + length[second];
            merged.put(key(first, second), number);
        }
        BpeEncoder encoder = new BpeEncoder(letters, terms, merged, left, right, length);
        return encoder.everyTermIsReached() ? Optional.of(encoder) : Optional.empty();
    }

    /** Number of terms; letters have the first numbers, merges the others. */
    int terms() {
        return terms;
    }

    /**
     * Encodes a run of letters.
     *
     * @param run letter numbers in {@code [from, to)}
     * @param out receives term numbers from {@code at} on; needs room for one a letter
     * @return end of what was written
     */
    int encode(byte[] run, int from, int to, int[] out, int at) {
        boolean[] dead = new boolean[to - from + 1];
        int size = at;
        int place = from;
        int term = longest(run, from, to);
        while (place < to) {
            while (term != NONE
                    && (dead[place + length[term] - from] || (size > at && !mayFollow(out[size - 1], term)))) {
                term = shorter[term];
            }
            if (term != NONE) {
                out[size++] = term;
                place += length[term];
                term = place < to ? longest(run, place, to) : NONE;
            } else {
                // Nothing fits here: this place is no boundary, so the term before it must end elsewhere.
                dead[place - from] = true;
                term = out[--size];
                place -= length[term];
            }
        }
        return size;
    }

    private int longest(byte[] run, int from, int to) {
        int node = 0;
        int best = NONE;
        for (int i = from; i < to; i++) {
            node = next[node * letters + run[i]];
            if (node == 0) {
                return best;
            }
            if (termAt[node] != NONE) {
                best = termAt[node];
            }
        }
        return best;
    }

    private boolean mayFollow(int first, int second) {
        if (known.length() == 0) {
            return isStable(first, second);
        }
        long pair = (long) first * terms + second;
        int word = (int) (pair >>> 5);
        int shift = (int) (pair & 31) << 1;
        long bits = known.get(word) >>> shift & 3;
        if (bits == 0) {
            bits = isStable(first, second) ? 3 : 1;
            known.accumulateAndGet(word, bits << shift, (a, b) -> a | b);
        }
        return bits == 3;
    }

    /**
     * Whether two neighbouring terms stay apart when their letters are merged by rank: no merge across the boundary comes
     * before the merges that make the terms. Takes both terms apart in the reverse order of their making.
     */
    private boolean isStable(int firstTerm, int secondTerm) {
        int first = firstTerm;
        int second = secondTerm;
        int limit = Integer.MAX_VALUE;
        while (true) {
            Integer across = merged.get(key(first, second));
            if (across != null && across < limit) {
                return false;
            }
            boolean takeFirst = first > second;
            if (takeFirst ? first < letters : second < letters) {
                takeFirst = !takeFirst;
            }
            if (takeFirst ? first < letters : second < letters) {
                return true;
            }
            if (takeFirst) {
                limit = first;
                first = right[first];
            } else {
                // Of two merges of one rank the left one comes first, so an equal rank across the boundary wins here.
                limit = second + 1;
                second = left[second];
            }
        }
    }

    private void plantTerms() {
        Arrays.fill(termAt, NONE);
        int nodes = 1;
        byte[] spelled = new byte[Arrays.stream(length).max().orElse(1)];
        for (int term = 0; term < terms; term++) {
            spell(term, spelled, 0);
            int node = 0;
            for (int i = 0; i < length[term]; i++) {
                int edge = node * letters + spelled[i];
                if (next[edge] == 0) {
                    next[edge] = nodes++;
                }
                node = next[edge];
            }
            termAt[node] = term;
        }
        for (int term = 0; term < terms; term++) {
            spell(term, spelled, 0);
            shorter[term] = longest(spelled, 0, length[term] - 1);
        }
    }

    private int spell(int term, byte[] target, int at) {
        if (term < letters) {
            target[at] = (byte) term;
            return at + 1;
        }
        return spell(right[term], target, spell(left[term], target, at));
    }

    private boolean everyTermIsReached() {
        byte[] spelled = new byte[Arrays.stream(length).max().orElse(1)];
        for (int term = letters; term < terms; term++) {
            spell(term, spelled, 0);
            if (!isReached(term, spelled)) {
                return false;
            }
        }
        return true;
    }

    /** Merges a term's letters by rank, as the definition says. */
    private boolean isReached(int term, byte[] spelled) {
        int[] word = new int[length[term]];
        for (int i = 0; i < word.length; i++) {
            word[i] = spelled[i];
        }
        int size = word.length;
        while (size > 1) {
            int lowest = Integer.MAX_VALUE;
            int at = NONE;
            for (int i = 0; i + 1 < size; i++) {
                Integer across = merged.get(key(word[i], word[i + 1]));
                if (across != null && across < lowest) {
                    lowest = across;
                    at = i;
                }
            }
            if (at == NONE) {
                return false;
            }
            word[at] = lowest;
            System.arraycopy(word, at + 2, word, at + 1, size - at - 2);
            size--;
        }
        return word[0] == term;
    }

    private static long key(int first, int second) {
        return (long) first << 32 | second;
    }
}
