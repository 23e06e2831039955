package org.enhancerflow.tools.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.RowOrder;
import org.enhancerflow.statistics.ResamplingDesign.Groups;

/**
 * Test windows that are alike because of where they lie.
 *
 * @param unit what a group is
 * @param groups windows by group, in the test table's order
 */
record Neighbours(String unit, Groups groups) {
    /** With fewer groups than this the resamples are too few different ones to tell a spread. */
    private static final int FEWEST = 10;

    /** Loci (windows that touch, in any chain) and chromosomes; empty where windows have no place on a genome. */
    static List<Neighbours> of(WindowTable corpus, LabelledLogits test) {
        if (corpus.header().windowSize() == 0) {
            return List.of();
        }
        long[] contigs = new long[test.size()];
        int[] rows = new int[test.size()];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = test.window(row);
            contigs[row] = corpus.contig(rows[row]);
        }
        List<Neighbours> found = new ArrayList<>();
        for (Neighbours each : List.of(
                new Neighbours("locus", Groups.of(loci(corpus.select(rows)))),
                new Neighbours("chromosome", Groups.of(contigs)))) {
            if (each.groups().count() >= FEWEST) {
                found.add(each);
            }
        }
        return List.copyOf(found);
    }

    private static long[] loci(WindowTable windows) {
        long[] of = new long[windows.size()];
        long locus = -1;
        int contig = -1;
        long reach = 0;
        for (int row : RowOrder.of(windows)) {
            if (windows.contig(row) != contig || windows.start(row) > reach) {
                locus++;
                contig = windows.contig(row);
                reach = windows.end(row);
            }
            reach = Math.max(reach, windows.end(row));
            of[row] = locus;
        }
        return of;
    }
}
