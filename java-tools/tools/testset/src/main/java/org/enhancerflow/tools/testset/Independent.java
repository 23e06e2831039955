package org.enhancerflow.tools.testset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.IntervalSet;

/**
 * A corpus with another test part, and what of that part was known.
 *
 * @param corpus train and validation as they were, and the set's windows as the test part, in the reference's order
 * @param windowsIn windows of the set as they came
 * @param repeats windows whose sequence, on either strand, an earlier window of their class has
 * @param acrossClasses windows whose sequence occurs in several classes of the set
 * @param sameSequence windows whose sequence is one of train or validation
 * @param samePlace further windows that share a base of the reference with one of those
 * @param kept windows of the set that make the test part
 */
record Independent(
        WindowTable corpus,
        long windowsIn,
        long repeats,
        long acrossClasses,
        long sameSequence,
        long samePlace,
        long kept) {

    /** What becomes of windows that training knows. */
    enum Rule {
        /** They are left out. */
        DROP,
        /** They stay and are counted. */
        KEEP
    }

    /** Compares a set with what models learn from (train) and are chosen by (validation); all lie on one reference. */
    static Independent of(List<WindowTable> set, WindowTable corpus, Rule rule) {
        int[] seen = seen(corpus);
        Set<SequenceId> known = new HashSet<>(2 * seen.length);
        JoinedTable joined = new JoinedTable(corpus, set);
        for (int row : seen) {
            known.add(corpus.id(row));
            joined.add(corpus, row, corpus.split(row));
        }
        IntervalSet places = IntervalSet.of(corpus.select(seen));
        Map<SequenceId, Set<String>> classes = classes(set);
        Set<SequenceId> taken = new HashSet<>();
        long windows = 0;
        long repeats = 0;
        long across = 0;
        long sequence = 0;
        long place = 0;
        long kept = 0;
        for (WindowTable table : set) {
            for (int row = 0; row < table.size(); row++) {
                SequenceId id = table.id(row);
                windows++;
                if (classes.getOrDefault(id, Set.of()).size() > 1) {
                    across++;
                } else if (!taken.add(id)) {
                    repeats++;
                } else {
                    boolean asSequence = known.contains(id);
                    boolean asPlace =
                            !asSequence && places.overlaps(table.contig(row), table.start(row), table.end(row));
                    sequence += asSequence ? 1 : 0;
                    place += asPlace ? 1 : 0;
                    if (rule == Rule.KEEP || !(asSequence || asPlace)) {
                        joined.add(table, row, Split.TEST);
                        kept++;
                    }
                }
            }
        }
        return new Independent(joined.inOrder(), windows, repeats, across, sequence, place, kept);
    }

    private static int[] seen(WindowTable corpus) {
        int[] train = corpus.rowsOf(Split.TRAIN);
        int[] validation = corpus.rowsOf(Split.VALIDATION);
        int[] seen = Arrays.copyOf(train, train.length + validation.length);
        System.arraycopy(validation, 0, seen, train.length, validation.length);
        Arrays.sort(seen);
        return seen;
    }

    private static Map<SequenceId, Set<String>> classes(List<WindowTable> set) {
        Map<SequenceId, Set<String>> classes = new HashMap<>();
        for (WindowTable table : set) {
            for (int row = 0; row < table.size(); row++) {
                classes.computeIfAbsent(table.id(row), id -> new HashSet<>(2)).add(table.labelName(row));
            }
        }
        return classes;
    }
}
