package org.enhancerflow.tools.split;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;

/** One line of the corpus's BED file as bytes, its buffer used again for the next: millions of lines, no String each. */
final class BedLine {
    private static final int HIGHEST_SCORE = 1000;
    /** Shorter ones take no fewer bits than their bytes. */
    private static final int SHORTEST_REPEAT = 4;

    private static final int LONGEST_REPEAT = 258;
    private static final int FARTHEST_REPEAT = 1 << 15;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final short[] HEX_PAIRS = hexPairs();
    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final WindowTable corpus;
    private final byte[][] contigs;
    private final byte[][] labels;
    private final byte[][] samples;
    private final byte[][] splits;
    /** Where a line's beginning, its class and sample, and its end stand: they are often those of the line before. */
    private final int[] familiar = new int[3];

    private final int[] familiarBefore = new int[3];
    private byte[] line;
    private byte[] before;
    private final byte[] digits = new byte[20];
    private int length;
    private int lengthBefore;

    BedLine(WindowTable corpus) {
        this.corpus = corpus;
        this.contigs = utf8(corpus.header().contigs().stream().map(Contig::name).toList());
        this.labels = utf8(corpus.header().labels());
        this.samples = utf8(corpus.header().samples());
        this.splits = utf8(Arrays.stream(Split.values()).map(Split::label).toList());
        // Names, two of them twice at most, and ten numbers.
        this.line = new byte[256 + longest(contigs) + longest(labels) + 2 * longest(samples)];
        this.before = new byte[line.length];
    }

    /** Puts a row into the line, its place clipped to {@code [start, end)}. */
    void set(int row, long start, long end) {
        turn();
        byte[] sample = samples[corpus.sample(row)];
        add(contigs[corpus.contig(row)], '\t');
        add(start, '\t');
        add(end, '\t');
        add(sample, ':');
        add(corpus.peak(row), '\t');
        add(Math.max(0, Math.min(HIGHEST_SCORE, Math.round((double) corpus.score(row)))), '\t');
        familiar[1] = length;
        line[length++] = '.';
        line[length++] = '\t';
        add(labels[corpus.label(row)], '\t');
        add(sample, '\t');
        add(corpus.summit(row), '\t');
        add(start - corpus.start(row), '\t');
        add(corpus.end(row) - end, '\t');
        addHex(corpus.idHigh(row));
        addHex(corpus.idLow(row));
        familiar[2] = length;
        line[length++] = '\t';
        add(splits[corpus.split(row).code()], '\n');
    }

    private void turn() {
        byte[] free = before;
        before = line;
        line = free;
        lengthBefore = length;
        length = 0;
        System.arraycopy(familiar, 0, familiarBefore, 0, familiar.length);
    }

    /**
     * Gives the line as tokens.
     *
     * @param follows whether the line before stands directly before it, so that parts of it can be repeated
     */
    void tokens(boolean follows, TextTokens out) {
        int done = 0;
        for (int i = 0; follows && i < familiar.length; i++) {
            int at = familiar[i];
            int atBefore = familiarBefore[i];
            int longest = Math.min(LONGEST_REPEAT, Math.min(length - at, lengthBefore - atBefore));
            int different = Arrays.mismatch(line, at, at + longest, before, atBefore, atBefore + longest);
            int equal = different < 0 ? longest : different;
            int distance = at + lengthBefore - atBefore;
            if (equal >= SHORTEST_REPEAT && distance <= FARTHEST_REPEAT) {
                out.literals(line, done, at);
                out.repeat(equal, distance);
                done = at + equal;
            }
        }
        out.literals(line, done, length);
    }

    /** Holds the line in its first {@link #length()} bytes; valid until the next one is set. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    private void add(byte[] text, char end) {
        System.arraycopy(text, 0, line, length, text.length);
        length += text.length;
        line[length++] = (byte) end;
    }

    /** Adds a number of at least 0. */
    private void add(long number, char end) {
        int first = digits.length;
        long rest = number;
        do {
            digits[--first] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        System.arraycopy(digits, first, line, length, digits.length - first);
        length += digits.length - first;
        line[length++] = (byte) end;
    }

    private void addHex(long bits) {
        for (int shift = Long.SIZE - 8; shift >= 0; shift -= 8) {
            PAIR.set(line, length, HEX_PAIRS[(int) (bits >>> shift) & 0xff]);
            length += 2;
        }
    }

    /** For each byte its two digits, the first in the lower half. */
    private static short[] hexPairs() {
        short[] pairs = new short[256];
        for (int value = 0; value < pairs.length; value++) {
            pairs[value] = (short) (HEX[value >>> 4] | HEX[value & 0xf] << 8);
        }
        return pairs;
    }

    private static byte[][] utf8(List<String> names) {
        return names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    private static int longest(byte[][] names) {
        return Arrays.stream(names).mapToInt(name -> name.length).max().orElse(0);
    }
}
