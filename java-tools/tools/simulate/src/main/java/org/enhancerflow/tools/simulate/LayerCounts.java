package org.enhancerflow.tools.simulate;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What each layer between peaks and corpus takes away, per class; exact, since the duplicates were planted. The layers
 * follow King, Atlasi, Rafiee (arXiv 2509.25274): within class, reverse complements, across classes.
 */
final class LayerCounts {
    final long[] peaks = new long[Dataset.LABELS.size()];
    final long[] offCanonical = new long[Dataset.LABELS.size()];
    final long[] padded = new long[Dataset.LABELS.size()];
    final long[] withUnknown = new long[Dataset.LABELS.size()];
    final long[] allUnknown = new long[Dataset.LABELS.size()];
    final long[] mostlyUnknown = new long[Dataset.LABELS.size()];
    final long[] extracted = new long[Dataset.LABELS.size()];
    final long[] duplicates = new long[Dataset.LABELS.size()];
    final long[] reverseComplements = new long[Dataset.LABELS.size()];
    final long[] crossClass = new long[Dataset.LABELS.size()];
    final long[] survivors = new long[Dataset.LABELS.size()];

    /** Rows whose sequence survives, all copies of it; and of each sequence the first row. */
    final BitSet survivingRows = new BitSet();

    final BitSet representatives = new BitSet();

    private final WindowLedger ledger;

    private LayerCounts(WindowLedger ledger) {
        this.ledger = ledger;
    }

    static LayerCounts of(WindowLedger ledger) {
        LayerCounts counts = new LayerCounts(ledger);
        for (int row = 0; row < ledger.size(); row++) {
            counts.extractRow(row);
        }
        int[] rows = ledger.extractedBySequence();
        for (int from = 0, to; from < rows.length; from = to) {
            to = from + 1;
            while (to < rows.length && ledger.sameSequence(rows[from], rows[to])) {
                to++;
            }
            counts.sequence(Arrays.copyOfRange(rows, from, to));
        }
        return counts;
    }

    private void extractRow(int row) {
        int label = ledger.label(row);
        peaks[label]++;
        if (!ledger.canonical(row)) {
            offCanonical[label]++;
            return;
        }
        padded[label] += ledger.padded(row) ? 1 : 0;
        withUnknown[label] += ledger.hasUnknown(row) ? 1 : 0;
        allUnknown[label] += ledger.allUnknown(row) ? 1 : 0;
        mostlyUnknown[label] += ledger.mostlyUnknown(row) ? 1 : 0;
        extracted[label] += ledger.extracted(row) ? 1 : 0;
    }

    /** Counts all windows of one sequence, whichever strand they read. */
    private void sequence(int[] rows) {
        long[] forward = new long[Dataset.LABELS.size()];
        long[] backward = new long[Dataset.LABELS.size()];
        for (int row : rows) {
            (ledger.inverted(row) ? backward : forward)[ledger.label(row)]++;
        }
        boolean cross = forward[0] + backward[0] > 0 && forward[1] + backward[1] > 0;
        for (int label = 0; label < forward.length; label++) {
            duplicates[label] += Math.max(0, forward[label] - 1) + Math.max(0, backward[label] - 1);
            reverseComplements[label] += forward[label] > 0 && backward[label] > 0 ? 1 : 0;
            crossClass[label] += cross ? 1 : 0;
        }
        if (!cross) {
            survivors[ledger.label(rows[0])]++;
            representatives.set(rows[0]);
            for (int row : rows) {
                survivingRows.set(row);
            }
        }
    }
}
