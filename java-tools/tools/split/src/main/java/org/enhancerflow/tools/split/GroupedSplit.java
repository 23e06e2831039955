package org.enhancerflow.tools.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.SeededKey;

/**
 * Splits whole groups of windows, so that nothing of a group stands on both sides. Groups go one by one, the largest first
 * and equal ones in an order given by seed and sequences, to the part that lacks most of their classes: shares and class
 * balance are kept as well as the groups allow.
 */
final class GroupedSplit {
    private final WindowTable corpus;
    private final Groups groups;
    private final long[][] classes;
    private final long[] keys;

    private GroupedSplit(WindowTable corpus, Groups groups, long seed) {
        this.corpus = corpus;
        this.groups = groups;
        this.classes = new long[groups.count()][corpus.header().labels().size()];
        this.keys = new long[groups.count()];
        Arrays.fill(keys, Long.MAX_VALUE);
        for (int row = 0; row < corpus.size(); row++) {
            int group = groups.of(row);
            classes[group][corpus.label(row)]++;
            keys[group] = Math.min(keys[group], SeededKey.of(seed, corpus.idHigh(row), corpus.idLow(row)));
        }
    }

    /**
     * Splits a corpus.
     *
     * @param fixed groups whose part is given; parts named here take no other group
     * @return one {@link Split#code()} per row
     */
    static byte[] of(WindowTable corpus, Groups groups, Fractions fractions, Map<Integer, Split> fixed, long seed) {
        Split[] parts = new GroupedSplit(corpus, groups, seed).assign(fractions, fixed);
        byte[] codes = new byte[corpus.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = parts[groups.of(row)].code();
        }
        return codes;
    }

    private Split[] assign(Fractions fractions, Map<Integer, Split> fixed) {
        Set<Split> open = EnumSet.allOf(Split.class);
        open.removeAll(fixed.values());
        Split[] parts = new Split[groups.count()];
        double[][] wanted = new double[Split.values().length][];
        double openShare = open.stream().mapToDouble(fractions::of).sum();
        long[] total = openTotals(fixed);
        for (Split part : open) {
            wanted[part.code()] = Arrays.stream(total)
                    .mapToDouble(windows -> windows * fractions.of(part) / openShare)
                    .toArray();
        }
        double[][] filled = new double[wanted.length][total.length];
        for (int group : byFallingSize()) {
            Split part = fixed.containsKey(group) ? fixed.get(group) : neediest(classes[group], wanted, filled, open);
            parts[group] = part;
            for (int label = 0; label < total.length; label++) {
                filled[part.code()][label] += classes[group][label];
            }
        }
        return parts;
    }

    private long[] openTotals(Map<Integer, Split> fixed) {
        long[] total = new long[corpus.header().labels().size()];
        for (int group = 0; group < classes.length; group++) {
            if (!fixed.containsKey(group)) {
                for (int label = 0; label < total.length; label++) {
                    total[label] += classes[group][label];
                }
            }
        }
        return total;
    }

    private int[] byFallingSize() {
        return IntStream.range(0, classes.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(
                                group -> -Arrays.stream(classes[group]).sum())
                        .thenComparingLong(group -> keys[group])
                        .thenComparingInt(group -> group))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The part whose share of this group's classes is filled least; the larger part decides between equals. */
    private static Split neediest(long[] group, double[][] wanted, double[][] filled, Set<Split> open) {
        Split best = open.iterator().next();
        double most = Double.NEGATIVE_INFINITY;
        for (Split part : open) {
            double need = 0;
            for (int label = 0; label < group.length; label++) {
                if (group[label] > 0) {
                    need += group[label] * (1 - filled[part.code()][label] / wanted[part.code()][label]);
                }
            }
            if (need > most) {
                most = need;
                best = part;
            }
        }
        return best;
    }
}
