package org.enhancerflow.tools.simulate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each layer between peaks and corpus takes away, per class; exact, since the duplicates were planted. The layers
 * follow King, Atlasi, Rafiee (arXiv 2509.25274): within class, reverse complements, across classes.
 */
final class LayerCounts {
    /** What is counted; README.md says how. */
    enum Count {
        PEAKS,
        OFF_CANONICAL_CONTIGS,
        PAST_CONTIG_END,
        WITH_N,
        ALL_N,
        DROPPED_FOR_N,
        EXTRACTED,
        WITHIN_CLASS_DUPLICATES,
        REVERSE_COMPLEMENT_DUPLICATES,
        CROSS_CLASS_REMOVED,
        SURVIVORS
    }

    private final WindowLedger ledger;
    private final Map<Count, long[]> counts = new EnumMap<>(Count.class);
    private final BitSet survivors = new BitSet();
    private final BitSet representatives = new BitSet();

    private LayerCounts(WindowLedger ledger) {
        this.ledger = ledger;
    }

    /** Counts a whole ledger. */
    static LayerCounts of(WindowLedger ledger) {
        LayerCounts counts = new LayerCounts(ledger);
        for (int row = 0; row < ledger.size(); row++) {
            counts.extract(row);
        }
        int[] rows = ledger.extractedBySequence();
        for (int from = 0, to; from < rows.length; from = to) {
            to = from + 1;
            while (to < rows.length && ledger.sameSequence(rows[from], rows[to])) {
                to++;
            }
            counts.deduplicate(Arrays.copyOfRange(rows, from, to));
        }
        return counts;
    }

    /** One count by the classes' names. */
    Map<String, Long> byLabel(Count count) {
        Map<String, Long> map = new LinkedHashMap<>();
        for (int label = 0; label < Dataset.LABELS.size(); label++) {
            map.put(Dataset.LABELS.get(label), slots(count)[label]);
        }
        return map;
    }

    /** Rows whose sequence survives, all copies of it. */
    BitSet survivors() {
        return (BitSet) survivors.clone();
    }

    /** The first row of each sequence that survives. */
    BitSet representatives() {
        return (BitSet) representatives.clone();
    }

    private long[] slots(Count count) {
        return counts.computeIfAbsent(count, c -> new long[Dataset.LABELS.size()]);
    }

    private void add(Count count, int label, long number) {
        slots(count)[label] += number;
    }

    private void addIf(boolean condition, Count count, int label) {
        add(count, label, condition ? 1 : 0);
    }

    private void extract(int row) {
        int label = ledger.label(row);
        add(Count.PEAKS, label, 1);
        if (!ledger.canonical(row)) {
            add(Count.OFF_CANONICAL_CONTIGS, label, 1);
            return;
        }
        addIf(ledger.padded(row), Count.PAST_CONTIG_END, label);
        addIf(ledger.hasUnknown(row), Count.WITH_N, label);
        addIf(ledger.allUnknown(row), Count.ALL_N, label);
        addIf(ledger.mostlyUnknown(row), Count.DROPPED_FOR_N, label);
        addIf(ledger.extracted(row), Count.EXTRACTED, label);
    }

    /** Counts all windows of one sequence, whichever strand they read. */
    private void deduplicate(int[] rows) {
        long[] forward = new long[Dataset.LABELS.size()];
        long[] backward = new long[Dataset.LABELS.size()];
        for (int row : rows) {
            (ledger.inverted(row) ? backward : forward)[ledger.label(row)]++;
        }
        boolean cross = forward[0] + backward[0] > 0 && forward[1] + backward[1] > 0;
        for (int label = 0; label < forward.length; label++) {
            long duplicates = Math.max(0, forward[label] - 1) + Math.max(0, backward[label] - 1);
            add(Count.WITHIN_CLASS_DUPLICATES, label, duplicates);
            addIf(forward[label] > 0 && backward[label] > 0, Count.REVERSE_COMPLEMENT_DUPLICATES, label);
            addIf(cross, Count.CROSS_CLASS_REMOVED, label);
        }
        if (!cross) {
            add(Count.SURVIVORS, ledger.label(rows[0]), 1);
            representatives.set(rows[0]);
            for (int row : rows) {
                survivors.set(row);
            }
        }
    }
}
