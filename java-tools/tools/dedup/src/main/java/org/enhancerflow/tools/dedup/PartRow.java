package org.enhancerflow.tools.dedup;

import java.io.IOException;
import java.nio.file.Path;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.TensorCursor;
import org.enhancerflow.artifacts.WindowFiles;

/** The row at which a part is read: its place in the corpus's order and, where they are asked for, its identity. */
final class PartRow {
    private final Path path;
    private final int file;
    private final boolean identities;
    private final TensorCursor contigs;
    private final TensorCursor starts;
    private final TensorCursor labels;
    private final TensorCursor samples;
    private final TensorCursor peaks;
    private final TensorCursor ids;
    private int number = -1;
    private int contig;
    private long start;
    private int label;
    private int sample;
    private int peak;
    private long idHigh;
    private long idLow;

    /** Stands before the first row of a part, one of so many that are read at a time. */
    PartRow(Path path, WindowFiles parts, int file, int files, boolean identities) {
        this.path = path;
        this.file = file;
        this.identities = identities;
        int open = 6 * files;
        contigs = parts.cursor(file, "contig", open);
        starts = parts.cursor(file, "start", open);
        labels = parts.cursor(file, "label", open);
        samples = parts.cursor(file, "sample", open);
        peaks = parts.cursor(file, "peak", open);
        ids = parts.cursor(file, "id", open);
    }

    /**
     * Goes to the next row; false where there is none.
     *
     * @throws BadInputException if it comes before this one
     */
    boolean next() throws IOException {
        if (!contigs.hasNext()) {
            return false;
        }
        int oldContig = contig;
        long oldStart = start;
        int oldLabel = label;
        int oldSample = sample;
        int oldPeak = peak;
        contig = contigs.nextInt();
        start = starts.nextLong();
        label = labels.nextByte() & 0xFF;
        sample = samples.nextShort() & 0xFFFF;
        peak = peaks.nextInt();
        if (identities) {
            idHigh = ids.nextLong();
            idLow = ids.nextLong();
        }
        if (number++ >= 0 && compareTo(oldContig, oldStart, oldLabel, oldSample, oldPeak) < 0) {
            throw new BadInputException(
                    path,
                    "row " + number + " stands before the one above it in a corpus's order",
                    "make the part again");
        }
        return true;
    }

    /** Negative where {@code a} comes first; of equal rows, that of the part named first. */
    static int compare(PartRow a, PartRow b) {
        int byPlace = a.compareTo(b.contig, b.start, b.label, b.sample, b.peak);
        return byPlace != 0 ? byPlace : Integer.compare(a.file, b.file);
    }

    private int compareTo(int otherContig, long otherStart, int otherLabel, int otherSample, int otherPeak) {
        int byContig = Integer.compare(contig, otherContig);
        int byStart = byContig != 0 ? byContig : Long.compare(start, otherStart);
        int byLabel = byStart != 0 ? byStart : Integer.compare(label, otherLabel);
        int bySample = byLabel != 0 ? byLabel : Integer.compare(sample, otherSample);
        return bySample != 0 ? bySample : Integer.compare(peak, otherPeak);
    }

    int file() {
        return file;
    }

    int label() {
        return label;
    }

    long idHigh() {
        return idHigh;
    }

    long idLow() {
        return idLow;
    }
}
