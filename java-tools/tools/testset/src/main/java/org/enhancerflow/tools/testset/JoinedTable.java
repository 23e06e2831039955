package org.enhancerflow.tools.testset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.RowOrder;

/** Rows of several tables on one reference, under the labels of the corpus and the samples of all. */
final class JoinedTable {
    private final List<String> labels;
    private final List<String> samples;
    private final WindowTable.Builder rows;
    private final byte[] splits;
    private int size;

    JoinedTable(WindowTable corpus, List<WindowTable> others) {
        WindowHeader own = corpus.header();
        Set<String> names = new LinkedHashSet<>(own.samples());
        int most = corpus.size();
        for (WindowTable other : others) {
            names.addAll(other.header().samples());
            most += other.size();
        }
        labels = own.labels();
        samples = new ArrayList<>(names);
        splits = new byte[most];
        rows = WindowTable.builder(
                new WindowHeader(own.contigs(), labels, samples, own.windowSize(), own.referenceDigest()), most);
    }

    void add(WindowTable from, int row, Split part) {
        splits[size++] = part.code();
        rows.add(
                        from.contig(row),
                        from.start(row),
                        from.length(row),
                        from.summit(row),
                        labels.indexOf(from.labelName(row)),
                        samples.indexOf(from.sampleName(row)),
                        from.peak(row),
                        from.score(row),
                        from.idHigh(row),
                        from.idLow(row))
                .reversed(from.reversed(row));
    }

    /** All rows in the reference's order, those of one table and place as they stood. */
    WindowTable inOrder() {
        WindowTable joined = rows.build().withSplit(Arrays.copyOf(splits, size));
        return joined.select(RowOrder.of(joined));
    }
}
