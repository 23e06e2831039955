package org.enhancerflow.tokenizers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Byte-pair encoding without a queue of merges: take the longest term that matches, check that it may follow the term
 * before it, else a shorter one, else go back (van Antwerpen and Neubeck, "So many tokens, so little time", 2024). The result
 * is that of merging by rank. Whether two terms may stand side by side is worked out once for each pair that occurs.
 *
 * <p>Terms have internal numbers: letters first, then one for every merge in order of rank, so that a number is a rank.
 */
final class BpeEncoder {
    private static final int NONE = TermTrie.NONE;

    /** A bit a pair: 65,536² of them would be too many to remember. */
    private static final int LARGEST_REMEMBERED = 8192;

    /** Longer terms than any learned from DNA; recursion over their letters stays shallow below it. */
    private static final int LONGEST_TERM = 1024;

    /** Bits of a look ahead: four letters of an alphabet of four. */
    private static final int AHEAD_BITS = 8;

    private final int letters;
    private final int terms;
    private final int[] left;
    private final int[] right;
    private final int[] length;
    private final int[] shorter;
    private final MergeTable merged;
    private final TermTrie trie;

    /** For a term the bits of all that may follow it, worked out when the term is first met. */
    private final AtomicReferenceArray<long[]> rows;

    private final boolean remembers;
    private final int ahead;
    private final int aheadShift;
    private final int[] firstLetters;

    private BpeEncoder(int letters, int terms, MergeTable merged, int[] left, int[] right, int[] length) {
        this.letters = letters;
        this.terms = terms;
        this.merged = merged;
        this.left = left;
        this.right = right;
        this.length = length;
        this.rows = new AtomicReferenceArray<>(terms);
        this.remembers = terms <= LARGEST_REMEMBERED;
        byte[][] spelled = new byte[terms][];
        for (int term = 0; term < terms; term++) {
            spelled[term] = new byte[length[term]];
            spell(term, spelled[term], 0);
        }
        this.trie = new TermTrie(letters, spelled);
        this.ahead = AHEAD_BITS / trie.bits();
        this.aheadShift = trie.bits() * (trie.depth() - ahead);
        this.firstLetters = new int[terms];
        this.shorter = new int[terms];
        for (int term = 0; term < terms; term++) {
            firstLetters[term] = trie.codes(spelled[term], 0, length[term])[0] >>> aheadShift;
            int shortened = length[term] - 1;
            shorter[term] = shortened == 0
                    ? NONE
                    : trie.longest(spelled[term], 0, shortened, trie.codes(spelled[term], 0, shortened)[0]);
        }
    }

    /**
     * Prepares an encoder.
     *
     * @param alphabet one-letter terms
     * @param merges in order of rank
     * @return empty if the merges do not allow this way: a part that is no earlier term, two merges that make one term, a
     *     term of over 1,024 letters, or one that merging by rank would never give
     */
    static Optional<BpeEncoder> of(List<String> alphabet, List<BpeVocabulary.Merge> merges) {
        int letters = alphabet.size();
        int terms = letters + merges.size();
        Map<String, Integer> numbers = new HashMap<>();
        alphabet.forEach(letter -> numbers.put(letter, numbers.size()));
        MergeTable merged = new MergeTable(merges.size());
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
            if (length[number] > LONGEST_TERM) {
                return Optional.empty();
            }
            merged.put(first, second, number);
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
        if (from == to) {
            return at;
        }
        char[] codes = trie.codes(run, from, to);
        int size = at;
        int place = from;
        int term = trie.longest(run, from, to, codes[0]);
        while (place < to) {
            int before = size > at ? out[size - 1] : NONE;
            while (term != NONE && !(mayFollow(before, term) && mayEnd(term, codes, place + length[term] - from))) {
                term = shorter[term];
            }
            if (term != NONE) {
                out[size++] = term;
                place += length[term];
                term = place < to ? trie.longest(run, place, to, codes[place - from]) : NONE;
            } else {
                // Nothing fits here: this place is no boundary, so the term before it must end elsewhere.
                term = out[--size];
                place -= length[term];
                term = shorter[term];
            }
        }
        return size;
    }

    private boolean mayFollow(int first, int second) {
        return first == NONE || (remembers ? has(followers(first), second) : isStable(first, second));
    }

    /** Whether any term fits behind this one, as far as the letters there tell; left open where they are too few. */
    private boolean mayEnd(int term, char[] codes, int end) {
        return !remembers || end + ahead > codes.length || has(followers(term), terms + (codes[end] >>> aheadShift));
    }

    private static boolean has(long[] bits, int bit) {
        return ((bits[bit >>> 6] >>> bit) & 1) != 0;
    }

    /** The terms that may follow a term, then the words of letters that one of these may begin with. */
    private long[] followers(int first) {
        long[] row = rows.getAcquire(first);
        if (row == null) {
            row = newRow(first);
            rows.setRelease(first, row);
        }
        return row;
    }

    private long[] newRow(int first) {
        long[] row = new long[(terms + (1 << (trie.bits() * ahead)) + 63) >>> 6];
        for (int second = 0; second < terms; second++) {
            if (isStable(first, second)) {
                set(row, second, second + 1);
                // A term shorter than the look ahead leaves its last letters open.
                int open = trie.bits() * Math.max(0, ahead - length[second]);
                int code = firstLetters[second];
                set(row, terms + code, terms + code + (1 << open));
            }
        }
        return row;
    }

    private static void set(long[] bits, int from, int to) {
        for (int bit = from; bit < to; bit++) {
            bits[bit >>> 6] |= 1L << bit;
        }
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
            int across = merged.get(first, second);
            if (across != NONE && across < limit) {
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
                int across = merged.get(word[i], word[i + 1]);
                if (across != NONE && across < lowest) {
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
}
