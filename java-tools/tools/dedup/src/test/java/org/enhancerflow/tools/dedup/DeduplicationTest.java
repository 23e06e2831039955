package org.enhancerflow.tools.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.testkit.Corpora;

class DeduplicationTest {

    @Property(tries = 300)
    void layersEqualTheNaiveModel(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 120) int sequences,
            @ForAll @IntRange(min = 1, max = 4) int classes,
            @ForAll Deduplication.Strand strand,
            @ForAll Deduplication.CrossClass crossClass) {
        WindowTable table = Corpora.random(
                seed, rows, sequences, List.of("a", "b", "c", "d").subList(0, classes));
        Deduplication found = Deduplication.of(Sequences.of(table), strand, crossClass);
        Naive naive = new Naive(table, strand, crossClass);
        assertThat(found.keptRows())
                .containsExactly(naive.kept.stream().mapToInt(Integer::intValue).toArray());
        assertThat(found.counts().repeats()).isEqualTo(naive.repeats);
        assertThat(found.counts().reverseComplements()).isEqualTo(naive.reverseComplements);
        assertThat(found.counts().crossClassRows()).isEqualTo(naive.crossClassRows);
        assertThat(found.counts().inSeveralClasses()).isEqualTo(naive.inSeveralClasses);
        assertThat(found.counts().distinct()).isEqualTo(naive.distinct);
        long sum = found.keptRows().length
                + found.counts().repeats()
                + found.counts().reverseComplements()
                + found.counts().crossClassRows();
        assertThat(sum).isEqualTo(rows);
    }

    @Property(tries = 100)
    void balanceGivesEqualClassesWhateverTheOrderOfRows(
            @ForAll long seed, @ForAll @IntRange(min = 20, max = 200) int rows) {
        // Of two equal sequences the first row would stay, whichever that is: balancing comes after layers 1 to 3.
        WindowTable table = Corpora.random(seed, rows, Integer.MAX_VALUE, List.of("a", "b"));
        WindowTable shuffled = Corpora.shuffle(table, seed);
        Set<String> chosen = ids(table, Survivors.balanced(Sequences.of(table), all(table), 7));
        assertThat(ids(shuffled, Survivors.balanced(Sequences.of(shuffled), all(shuffled), 7)))
                .isEqualTo(chosen);
        int[] sizes = new int[2];
        for (int row : Survivors.balanced(Sequences.of(table), all(table), 7)) {
            sizes[table.label(row)]++;
        }
        assertThat(sizes[0]).isEqualTo(sizes[1]).isPositive();
    }

    private static Set<String> ids(WindowTable table, int[] rows) {
        Set<String> ids = new HashSet<>();
        for (int row : rows) {
            ids.add(table.id(row).hex() + table.peak(row));
        }
        return ids;
    }

    private static int[] all(WindowTable table) {
        int[] rows = new int[table.size()];
        java.util.Arrays.setAll(rows, row -> row);
        return rows;
    }

    /** The three layers one after another with sets of strings. */
    private static final class Naive {
        final List<Integer> kept = new ArrayList<>();
        long repeats;
        long reverseComplements;
        long crossClassRows;
        long inSeveralClasses;
        long distinct;

        Naive(WindowTable table, Deduplication.Strand strand, Deduplication.CrossClass crossClass) {
            Set<String> exact = new HashSet<>();
            Set<String> canonical = new HashSet<>();
            List<Integer> survivors = new ArrayList<>();
            Map<String, Set<Integer>> classes = new HashMap<>();
            for (int row = 0; row < table.size(); row++) {
                String oriented = table.id(row).hex() + table.reversed(row);
                String name =
                        strand == Deduplication.Strand.BOTH ? table.id(row).hex() : oriented;
                classes.computeIfAbsent(name, key -> new HashSet<>()).add(table.label(row));
                boolean newExact = exact.add(oriented + table.label(row));
                boolean newCanonical = canonical.add(name + table.label(row));
                if (!newExact) {
                    repeats++;
                } else if (!newCanonical) {
                    reverseComplements++;
                } else {
                    survivors.add(row);
                }
            }
            distinct = classes.size();
            inSeveralClasses =
                    classes.values().stream().filter(found -> found.size() > 1).count();
            for (int row : survivors) {
                String name = table.id(row).hex() + (strand == Deduplication.Strand.BOTH ? "" : table.reversed(row));
                boolean several = classes.getOrDefault(name, Set.of()).size() > 1;
                if (several && crossClass == Deduplication.CrossClass.DROP) {
                    crossClassRows++;
                } else {
                    kept.add(row);
                }
            }
        }
    }
}
