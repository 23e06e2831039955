package org.enhancerflow.genome;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.enhancerflow.artifacts.BadInputException;

/**
 * Reads peaks line by line: ENCODE narrowPeak (10 columns, or 20 as IDR writes it), broadPeak (9) and BED3 to BED12,
 * plain, gzip or bgzip. Comments, blank lines, {@code track} and {@code browser} lines are skipped. A cursor for one
 * thread; coordinates are 0-based and half-open.
 *
 * @see <a href="https://genome.ucsc.edu/FAQ/FAQformat.html#format12">the narrowPeak format</a>
 */
public final class PeakReader implements AutoCloseable {
    /** {@link #summitOffset()} where the file gives none. */
    public static final long NO_SUMMIT = -1;

    private static final int MOST_COLUMNS = 20;
    private static final String REMEDY = "see the narrowPeak and BED formats, or leave the line out";

    private final Path file;
    private final TextLines lines;
    private final int[] columnStart = new int[MOST_COLUMNS + 1];
    private final int[] columnEnd = new int[MOST_COLUMNS + 1];
    private int columns;
    private int expectedColumns;
    private byte[] contigBytes = {};
    private String contig = "";
    private long start;
    private long end;
    private long summitOffset;
    private float score;
    private long records;

    private PeakReader(Path file, TextLines lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Opens a file of peaks; errors as in {@link InputFile#open}. */
    public static PeakReader open(Path file) throws IOException {
        return new PeakReader(file, TextLines.open(file));
    }

    /**
     * Moves to the next peak.
     *
     * @return false after the last one
     * @throws BadInputException on a line that is no peak, naming the line; or at the end of a file without any
     */
    public boolean next() throws IOException {
        while (lines.next()) {
            if (lines.isBlank() || lines.startsWith("#") || isDirective("track") || isDirective("browser")) {
                continue;
            }
            splitColumns();
            parse();
            records++;
            return true;
        }
        if (records == 0) {
            throw new BadInputException(file, "holds no peaks", "check that it is the file you meant");
        }
        return false;
    }

    /** The contig's name as the file writes it; the same object as long as the name does not change. */
    public String contig() {
        return contig;
    }

    /** First base of the peak, 0-based. */
    public long start() {
        return start;
    }

    /** One past its last base. */
    public long end() {
        return end;
    }

    /** Bases from {@link #start()} to the summit, up to the peak's length, or {@link #NO_SUMMIT}. */
    public long summitOffset() {
        return summitOffset;
    }

    /** signalValue of narrowPeak and broadPeak, else BED's score, else 0. */
    public float score() {
        return score;
    }

    /** 1-based line of the peak in its file. */
    public long line() {
        return lines.number();
    }

    /** Peaks read so far. */
    public long records() {
        return records;
    }

    /** An error at the current line. */
    public BadInputException error(String what, String remedy) {
        return lines.error(what, remedy);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private boolean isDirective(String word) {
        int after = lines.start() + word.length();
        return lines.startsWith(word)
                && (after == lines.end() || lines.buffer()[after] == ' ' || lines.buffer()[after] == '\t');
    }

    /** Columns are parted by tabs; by runs of spaces where a line has no tab. */
    private void splitColumns() {
        byte[] bytes = lines.buffer();
        boolean tabs = false;
        for (int i = lines.start(); i < lines.end() && !tabs; i++) {
            tabs = bytes[i] == '\t';
        }
        columns = 0;
        int from = lines.start();
        for (int i = lines.start(); i <= lines.end(); i++) {
            boolean separator = i == lines.end() || bytes[i] == '\t' || (!tabs && bytes[i] == ' ');
            if (separator && (tabs || i > from)) {
                if (columns == MOST_COLUMNS) {
                    throw error("has more than " + MOST_COLUMNS + " columns", REMEDY);
                }
                columnStart[columns] = from;
                columnEnd[columns++] = i;
            }
            if (separator) {
                from = i + 1;
            }
        }
        if (columns < 3 || (columns > 12 && columns < MOST_COLUMNS)) {
            throw error(
                    "has " + columns + (columns == 1 ? " column" : " columns"), "a peak has 3 to 12, or 20 columns");
        }
        if (expectedColumns == 0) {
            expectedColumns = columns;
        } else if (columns != expectedColumns) {
            throw error("has " + columns + " columns, the lines before it " + expectedColumns, REMEDY);
        }
    }

    private void parse() {
        readContig();
        start = readInteger(1, "chromStart");
        end = readInteger(2, "chromEnd");
        if (start < 0) {
            throw error("chromStart is negative: " + start, REMEDY);
        }
        if (start >= end) {
            throw error("chromStart " + start + " is not before chromEnd " + end, REMEDY);
        }
        boolean narrow = columns == 10 || columns == MOST_COLUMNS;
        summitOffset = narrow ? readInteger(9, "summit") : NO_SUMMIT;
        // Files of ENCODE hold summits at chromEnd itself, one past the peak's last base (IDR of SPP peaks): taken as
        // they are.
        if (summitOffset < NO_SUMMIT || summitOffset > end - start) {
            throw error("summit " + summitOffset + " lies outside the peak of " + (end - start) + " bases", REMEDY);
        }
        boolean signal = narrow || (columns == 9 && indexOf(8, ',') < 0);
        score = signal ? readFloat(6, "signalValue") : columns >= 5 ? readFloat(4, "score") : 0;
    }

    private void readContig() {
        byte[] bytes = lines.buffer();
        int from = columnStart[0];
        int to = columnEnd[0];
        if (from == to) {
            throw error("the contig's name is empty", REMEDY);
        }
        if (!Arrays.equals(bytes, from, to, contigBytes, 0, contigBytes.length)) {
            contigBytes = Arrays.copyOfRange(bytes, from, to);
            contig = new String(contigBytes, StandardCharsets.UTF_8);
        }
    }

    private int indexOf(int column, char letter) {
        for (int i = columnStart[column]; i < columnEnd[column]; i++) {
            if (lines.buffer()[i] == letter) {
                return i;
            }
        }
        return -1;
    }

    private long readInteger(int column, String name) {
        long value = AsciiNumbers.parseLong(lines.buffer(), columnStart[column], columnEnd[column]);
        if (value == AsciiNumbers.NOT_A_NUMBER) {
            throw error(name + " is not a whole number: '" + text(column) + "'", REMEDY);
        }
        return value;
    }

    private float readFloat(int column, String name) {
        int from = columnStart[column];
        int to = columnEnd[column];
        if (to - from == 1 && lines.buffer()[from] == '.') {
            return 0;
        }
        float value = AsciiNumbers.parseFloat(lines.buffer(), from, to);
        if (Float.isNaN(value)) {
            throw error(name + " is not a number: '" + text(column) + "'", REMEDY);
        }
        return value;
    }

    private String text(int column) {
        int length = Math.min(40, columnEnd[column] - columnStart[column]);
        String text = new String(lines.buffer(), columnStart[column], length, StandardCharsets.UTF_8);
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
