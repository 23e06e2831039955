package org.enhancerflow.tokenizers;

import java.util.Arrays;

/**
 * The text a byte-pair encoding is trained on, as symbols that grow by merging. A word is a maximal run of A, C, G, T
 * (upper case); anything else ends it, and no symbol crosses a word's end.
 *
 * <p>One {@code char} a base: a symbol's first and last place hold its id, so both neighbours of a symbol are found
 * without links. Places inside a symbol hold {@link #INSIDE}, places between words {@link #END}.
 */
public final class TrainingText {
    /** Letters of the alphabet, in order of their ids. */
    static final String LETTERS = "ACGT";

    static final char END = 0xFFFF;
    static final char INSIDE = 0xFFFE;

    /** Largest number of terms that leaves room for the two marks. */
    static final int LARGEST_VOCABULARY = 0xFFF0;

    /** Two bytes a base in one array; a little room is left for the ends of words. */
    public static final int MOST_BASES = 2_000_000_000;

    private static final int FIRST_LETTER = TokenizerJson.SPECIAL_TOKENS.size();

    private char[] symbols;
    private int size;

    /**
     * Starts an empty text.
     *
     * @param expectedBases number of bases to make room for at once
     */
    public TrainingText(int expectedBases) {
        symbols = new char[Math.max(16, expectedBases)];
        symbols[0] = END;
        size = 1;
    }

    /** Appends a sequence; words never go on from one sequence into the next. */
    public void add(byte[] bases) {
        ensureRoom(bases.length + 1);
        for (byte base : bases) {
            int letter = LETTERS.indexOf(base);
            if (letter >= 0) {
                symbols[size++] = (char) (FIRST_LETTER + letter);
            } else {
                endWord();
            }
        }
        endWord();
    }

    /** Number of bases that stand in words. */
    public long bases() {
        long bases = 0;
        for (int i = 0; i < size; i++) {
            bases += symbols[i] == END ? 0 : 1;
        }
        return bases;
    }

    /**
     * Hands over the symbols, the first and the last of them {@link #END}, for the trainer to change; the text is empty
     * afterwards. A copy would double the memory.
     */
    char[] takeSymbols() {
        char[] taken = symbols.length == size ? symbols : Arrays.copyOf(symbols, size);
        symbols = new char[] {END};
        size = 1;
        return taken;
    }

    private void endWord() {
        if (symbols[size - 1] != END) {
            symbols[size++] = END;
        }
    }

    private void ensureRoom(int more) {
        long needed = (long) size + more;
        if (needed <= symbols.length) {
            return;
        }
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a training text holds at most 2 billion bases");
        }
        symbols = Arrays.copyOf(symbols, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, symbols.length * 2L)));
    }
}
