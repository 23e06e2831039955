package org.enhancerflow.tools.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * One Huffman code for all blocks of a file (RFC 1951, dynamic Huffman codes): counted once on a sample of its lines, so
 * that no block needs a pass of its own. Every symbol has a code word, so that any text can be written with it.
 */
final class DeflateCode {
    /** Literals 0-255, the end of a block, lengths. */
    static final int SYMBOLS = 286;

    /** Distances. */
    static final int DISTANCES = 30;

    static final int END_OF_BLOCK = 256;
    private static final int LONGEST = 15;
    private static final int SHORTEST_REPEAT = 3;
    private static final int LONGEST_REPEAT = 258;

    /** For each symbol its code word, first bit lowest, above its length in the lowest four bits. */
    private final int[] symbols;

    private final int[] distances;

    private DeflateCode(int[] symbolLengths, int[] distanceLengths) {
        symbols = words(symbolLengths);
        distances = words(distanceLengths);
    }

    /** Counts tokens. */
    static final class Counter implements TextTokens {
        private final long[] symbols = new long[SYMBOLS];
        private final long[] distances = new long[DISTANCES];

        @Override
        public void literals(byte[] text, int from, int to) {
            for (int i = from; i < to; i++) {
                symbols[text[i] & 0xff]++;
            }
        }

        @Override
        public void repeat(int length, int distance) {
            symbols[lengthSymbol(length)]++;
            distances[distanceSymbol(distance)]++;
        }

        /** The best code for what was counted, and some code for the rest. */
        DeflateCode code() {
            return new DeflateCode(lengths(symbols), lengths(distances));
        }
    }

    /** Word and length of a literal or {@link #END_OF_BLOCK}: {@code word << 4 | bits}. */
    int symbol(int symbol) {
        return symbols[symbol];
    }

    /** Writes the header of a block, the file's last one in its BGZF block, with this code in it. */
    void writeHeader(DeflateBits out) {
        out.add(1, 1);
        out.add(2, 2);
        out.add(SYMBOLS - 257, 5);
        out.add(DISTANCES - 1, 5);
        // Lengths 0 to 15 are written as themselves, four bits each; the three symbols for runs are not used.
        out.add(15, 4);
        for (int symbol = 0; symbol < 19; symbol++) {
            out.add(symbol < 3 ? 0 : 4, 3);
        }
        // Words of four bits for 0 to 15 are the numbers themselves, first bit highest.
        for (int word : symbols) {
            out.add(Integer.reverse(word & 0xf) >>> 28, 4);
        }
        for (int word : distances) {
            out.add(Integer.reverse(word & 0xf) >>> 28, 4);
        }
    }

    void writeRepeat(DeflateBits out, int length, int distance) {
        int lengthSymbol = lengthSymbol(length);
        out.addWord(symbols[lengthSymbol]);
        if (length < LONGEST_REPEAT) {
            int value = length - SHORTEST_REPEAT;
            int extra = extraBits(value, 2);
            out.add(value & ((1 << extra) - 1), extra);
        }
        out.addWord(distances[distanceSymbol(distance)]);
        int extra = extraBits(distance - 1, 1);
        out.add((distance - 1) & ((1 << extra) - 1), extra);
    }

    /** Symbols go up by powers of two, {@code 1 << shift} of them to each, after as many without extra bits. */
    private static int extraBits(int value, int shift) {
        return Math.max(0, 31 - Integer.numberOfLeadingZeros(value | 1) - shift);
    }

    static int lengthSymbol(int length) {
        if (length == LONGEST_REPEAT) {
            return SYMBOLS - 1;
        }
        int value = length - SHORTEST_REPEAT;
        int extra = extraBits(value, 2);
        return 257 + (extra << 2) + (value >>> extra);
    }

    static int distanceSymbol(int distance) {
        int value = distance - 1;
        int extra = extraBits(value, 1);
        return (extra << 1) + (value >>> extra);
    }

    /** Lengths of a Huffman code of at most 15 bits in which everything occurs, what was not counted as if once. */
    static int[] lengths(long[] counts) {
        long[] weights = Arrays.stream(counts).map(count -> count + 1).toArray();
        int[] lengths = huffman(weights);
        while (Arrays.stream(lengths).max().orElse(0) > LONGEST) {
            weights = Arrays.stream(weights).map(weight -> (weight + 1) / 2).toArray();
            lengths = huffman(weights);
        }
        return lengths;
    }

    private record Node(long weight, int number) {}

    private static int[] huffman(long[] weights) {
        int leaves = weights.length;
        int[] parent = new int[2 * leaves - 1];
        // The number decides between equal weights, so that the code is the same on every machine.
        PriorityQueue<Node> open =
                new PriorityQueue<>(Comparator.comparingLong(Node::weight).thenComparingInt(Node::number));
        for (int leaf = 0; leaf < leaves; leaf++) {
            open.add(new Node(weights[leaf], leaf));
        }
        for (int number = leaves; number < parent.length; number++) {
            Node a = open.remove();
            Node b = open.remove();
            parent[a.number()] = number;
            parent[b.number()] = number;
            open.add(new Node(a.weight() + b.weight(), number));
        }
        int[] depth = new int[parent.length];
        for (int number = parent.length - 2; number >= 0; number--) {
            depth[number] = depth[parent[number]] + 1;
        }
        return Arrays.copyOf(depth, leaves);
    }

    /** RFC 1951, 3.2.2: words of one length are consecutive, in the order of their symbols; here with their bits turned. */
    private static int[] words(int[] lengths) {
        int[] words = new int[lengths.length];
        int code = 0;
        for (int length = 1; length <= LONGEST; length++) {
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    words[symbol] = Integer.reverse(code) >>> (Integer.SIZE - length) << 4 | length;
                    code++;
                }
            }
            code <<= 1;
        }
        return words;
    }
}
