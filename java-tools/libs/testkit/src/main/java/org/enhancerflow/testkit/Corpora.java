package org.enhancerflow.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.RowOrder;
import org.enhancerflow.genome.SeededKey;

/** Windows tables without a genome behind them; the same seed gives the same table. */
public final class Corpora {
    private static final int WINDOW = 1000;

    private Corpora() {}

    /**
     * A table in reference order whose sequences repeat often, within classes, on both strands and across classes.
     *
     * @param rows number of windows
     * @param sequences from how many different sequences they are drawn
     */
    public static WindowTable random(long seed, int rows, int sequences, List<String> labels) {
        Random random = new Random(seed);
        List<Contig> contigs =
                List.of(new Contig("chr1", 400_000), new Contig("chr2", 200_000), new Contig("chrX", 90_000));
        WindowHeader header = new WindowHeader(contigs, labels, List.of("s1", "s2", "s3"), WINDOW, "0".repeat(64));
        WindowTable.Builder builder = WindowTable.builder(header, rows);
        for (int row = 0; row < rows; row++) {
            int contig = random.nextInt(contigs.size());
            long start = random.nextLong(-WINDOW / 2, contigs.get(contig).length() - WINDOW / 2);
            builder.add(
                            contig,
                            start,
                            WINDOW,
                            start + WINDOW / 2,
                            random.nextInt(labels.size()),
                            random.nextInt(3),
                            row + 1,
                            random.nextFloat(),
                            id(seed, random.nextInt(sequences)))
                    .reversed(random.nextBoolean());
        }
        WindowTable unordered = builder.build();
        return unordered.select(RowOrder.of(unordered));
    }

    private static SequenceId id(long seed, int number) {
        return new SequenceId(SeededKey.of(seed, number, 0), SeededKey.of(seed, number, 1));
    }

    /** The same rows in another order. */
    public static WindowTable shuffle(WindowTable table, long seed) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            rows.add(row);
        }
        Collections.shuffle(rows, new Random(seed));
        return table.select(rows.stream().mapToInt(Integer::intValue).toArray());
    }
}
