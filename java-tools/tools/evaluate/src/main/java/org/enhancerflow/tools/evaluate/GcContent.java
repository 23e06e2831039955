package org.enhancerflow.tools.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;

/** Share of G and C among the A, C, G and T of a window; one half where it has none. */
final class GcContent {
    private GcContent() {}

    /** By row of the corpus, for the rows of validation and test; 0 elsewhere. */
    static double[] of(WindowTable corpus, Path corpusFile, Path reference) throws IOException {
        double[] shares = new double[corpus.size()];
        try (Reference opened = Reference.open(reference)) {
            WindowSequences sequences = WindowSequences.of(opened, corpus, corpusFile);
            for (Split part : List.of(Split.VALIDATION, Split.TEST)) {
                sequences.forEach(
                        corpus.rowsOf(part),
                        (row, buffer, offset, length) -> shares[row] = share(buffer, offset, length));
            }
        }
        return shares;
    }

    private static double share(byte[] bases, int offset, int length) {
        int strong = 0;
        int known = 0;
        for (int i = offset; i < offset + length; i++) {
            byte base = bases[i];
            boolean isStrong = base == 'G' || base == 'C';
            strong += isStrong ? 1 : 0;
            known += isStrong || base == 'A' || base == 'T' ? 1 : 0;
        }
        return known == 0 ? 0.5 : (double) strong / known;
    }
}
