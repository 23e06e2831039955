package org.enhancerflow.tools.extract;

import java.io.IOException;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.CanonicalSequence;
import org.enhancerflow.genome.IntervalSet;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.ReferenceCursor;
import org.enhancerflow.genome.RowOrder;
import org.enhancerflow.kit.Progress;

/**
 * Turns candidates into windows in reference order, reading the reference once, front to back: blacklist, contig ends,
 * N, and each sequence's id.
 */
final class WindowCutter {
    private static final int PROGRESS_STEP = 1 << 14;

    private final ExtractConfig config;
    private final Reference reference;
    private final IntervalSet blacklist;
    private final Rule.Counts counts;

    WindowCutter(ExtractConfig config, Reference reference, IntervalSet blacklist, Rule.Counts counts) {
        this.config = config;
        this.reference = reference;
        this.blacklist = blacklist;
        this.counts = counts;
    }

    /**
     * Cuts the windows.
     *
     * @param candidates added sample by sample, in the order of label and sample
     * @param labelOf index into the header's labels, by index of the sample's file
     * @param sampleOf index into the header's samples, likewise
     */
    WindowTable cut(Candidates candidates, WindowHeader header, int[] labelOf, int[] sampleOf, Progress progress)
            throws IOException {
        int half = config.window() / 2;
        int[] order = new RowOrder(reference.contigs(), half)
                .sort(candidates.size(), candidates::contig, row -> candidates.summit(row) - half, Integer::compare);
        WindowTable.Builder windows = WindowTable.builder(header, order.length);
        ReferenceCursor cursor = reference.cursor();
        CanonicalSequence canonical = new CanonicalSequence();
        for (int i = 0; i < order.length; i++) {
            int row = order[i];
            int contig = candidates.contig(row);
            long start = candidates.summit(row) - half;
            if (keepsPlace(contig, start)) {
                cursor.seek(contig, start, config.window());
                if (keepsBases(cursor)) {
                    SequenceId id = canonical.id(cursor.buffer(), cursor.offset(), config.window());
                    int source = candidates.source(row);
                    windows.add(
                                    contig,
                                    start,
                                    config.window(),
                                    candidates.summit(row),
                                    labelOf[source],
                                    sampleOf[source],
                                    candidates.peak(row),
                                    candidates.score(row),
                                    id)
                            .reversed(CanonicalSequence.isReversed(cursor.buffer(), cursor.offset(), config.window()));
                    counts.add(Rule.WINDOWS);
                }
            }
            if ((i + 1) % PROGRESS_STEP == 0) {
                progress.advance(PROGRESS_STEP);
            }
        }
        return windows.build();
    }

    private boolean keepsPlace(int contig, long start) {
        long end = start + config.window();
        if (blacklist.overlaps(contig, start, end)) {
            counts.add(Rule.BLACKLISTED);
            return false;
        }
        if (start < 0 || end > reference.contigs().get(contig).length()) {
            boolean drop = config.edge() == ExtractConfig.Edge.DROP;
            counts.add(drop ? Rule.EDGE_DROPPED : Rule.EDGE_PADDED);
            return !drop;
        }
        return true;
    }

    private boolean keepsBases(ReferenceCursor cursor) {
        int unknown = cursor.countUnknown();
        if (unknown > config.maxN() * config.window()) {
            counts.add(unknown == config.window() ? Rule.ALL_N_DROPPED : Rule.MAX_N_DROPPED);
            return false;
        }
        if (unknown > 0) {
            counts.add(Rule.WINDOWS_WITH_N);
        }
        return true;
    }
}
