package org.enhancerflow.tools.split;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;

/** One line of the corpus's BED file as bytes, its buffer used again for the next: millions of lines, no String each. */
final class BedLine {
    private static final int HIGHEST_SCORE = 1000;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final WindowTable corpus;
    private final byte[][] contigs;
    private final byte[][] labels;
    private final byte[][] samples;
    private final byte[][] splits;
    private final byte[] line;
    private final byte[] digits = new byte[20];
    private int length;

    BedLine(WindowTable corpus) {
        this.corpus = corpus;
        this.contigs = utf8(corpus.header().contigs().stream().map(Contig::name).toList());
        this.labels = utf8(corpus.header().labels());
        this.samples = utf8(corpus.header().samples());
        this.splits = utf8(Arrays.stream(Split.values()).map(Split::label).toList());
        // Names, two of them twice at most, and ten numbers.
        this.line = new byte[256 + longest(contigs) + longest(labels) + 2 * longest(samples)];
    }

    /** Puts a row into the line, its place clipped to {@code [start, end)}. */
    void set(int row, long start, long end) {
        byte[] sample = samples[corpus.sample(row)];
        length = 0;
        add(contigs[corpus.contig(row)], '\t');
        add(start, '\t');
        add(end, '\t');
        add(sample, ':');
        add(corpus.peak(row), '\t');
        add(Math.max(0, Math.min(HIGHEST_SCORE, Math.round((double) corpus.score(row)))), '\t');
        line[length++] = '.';
        line[length++] = '\t';
        add(labels[corpus.label(row)], '\t');
        add(sample, '\t');
        add(corpus.summit(row), '\t');
        add(start - corpus.start(row), '\t');
        add(corpus.end(row) - end, '\t');
        addHex(corpus.idHigh(row));
        addHex(corpus.idLow(row));
        line[length++] = '\t';
        add(splits[corpus.split(row).code()], '\n');
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
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            line[length++] = HEX[(int) (bits >>> shift) & 0xf];
        }
    }

    private static byte[][] utf8(List<String> names) {
        return names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    private static int longest(byte[][] names) {
        return Arrays.stream(names).mapToInt(name -> name.length).max().orElse(0);
    }
}
