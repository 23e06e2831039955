package org.enhancerflow.artifacts;

import java.util.List;

/**
 * What the columns of a windows table refer to.
 *
 * @param contigs the reference's contigs, in its order; the column contig is an index into it
 * @param labels class names; the column label is an index into it
 * @param samples sample names; the column sample is an index into it
 * @param windowSize length of every window in bases, or 0 where windows are whole contigs of their own length
 * @param referenceDigest digest of the reference the windows lie on
 */
public record WindowHeader(
        List<Contig> contigs, List<String> labels, List<String> samples, int windowSize, String referenceDigest) {
    public WindowHeader {
        contigs = List.copyOf(contigs);
        labels = List.copyOf(labels);
        samples = List.copyOf(samples);
        if (labels.size() > MOST_LABELS || samples.size() > MOST_SAMPLES) {
            throw new IllegalArgumentException("a windows table holds at most " + MOST_LABELS + " labels and "
                    + MOST_SAMPLES + " samples, not " + labels.size() + " and " + samples.size());
        }
    }

    /** Labels are numbered in one byte. */
    public static final int MOST_LABELS = 1 << 8;

    /** Samples are numbered in two bytes. */
    public static final int MOST_SAMPLES = 1 << 16;
}
