package org.enhancerflow.tools.simulate;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.Json;

/** Writes what is known of a data set: {@code samplesheet.csv}, {@code truth.json}, {@code truth.tsv}. */
final class TruthFiles {
    static final String SAMPLESHEET = "samplesheet.csv";
    static final String SUMMARY = "truth.json";
    static final String WINDOWS = "truth.tsv";

    private TruthFiles() {}

    static void samplesheet(Path folder) throws IOException {
        StringBuilder sheet = new StringBuilder("sample,label,peaks\n");
        for (int sample = 0; sample < Dataset.samples(); sample++) {
            sheet.append(Dataset.sampleName(sample)).append(',');
            sheet.append(Dataset.LABELS.get(sample / Dataset.SAMPLES_PER_LABEL)).append(',');
            sheet.append(PeakOutput.fileName(sample)).append('\n');
        }
        Files.writeString(folder.resolve(SAMPLESHEET), sheet);
    }

    /** Writes {@code truth.json} and returns what it says. */
    static Truth summary(
            Path folder,
            SimulationConfig config,
            Grammar grammar,
            GenomeLayout layout,
            WindowLedger ledger,
            LayerCounts counts,
            long[] lines)
            throws IOException {
        List<Contig> contigs = layout.contigs().stream()
                .map(contig -> new Contig(contig.name(), contig.length()))
                .toList();
        List<Truth.Sample> samples = new ArrayList<>();
        for (int sample = 0; sample < lines.length; sample++) {
            String label = Dataset.LABELS.get(sample / Dataset.SAMPLES_PER_LABEL);
            samples.add(new Truth.Sample(Dataset.sampleName(sample), label, lines[sample]));
        }
        Truth truth = Truth.of(config, contigs, samples, counts, oracleAuc(ledger, counts), grammar);
        Json.write(folder.resolve(SUMMARY), truth);
        return truth;
    }

    private static double oracleAuc(WindowLedger ledger, LayerCounts counts) {
        double[][] scores = new double[Dataset.LABELS.size()][];
        for (int label = 0; label < scores.length; label++) {
            int wanted = label;
            scores[label] = counts.representatives().stream()
                    .filter(row -> ledger.label(row) == wanted)
                    .mapToDouble(ledger::score)
                    .toArray();
        }
        return RocAuc.of(scores[1], scores[0]);
    }

    /** One row per place of a surviving sequence: samples that share a summit share the row. */
    static void windows(Path folder, GenomeLayout layout, WindowLedger ledger, LayerCounts counts) throws IOException {
        try (Writer out = Files.newBufferedWriter(folder.resolve(WINDOWS), StandardCharsets.US_ASCII)) {
            out.write("contig\tstart\tend\tlabel\tid\tlog_likelihood_ratio\n");
            int contig = -1;
            long start = 0;
            BitSet rows = counts.survivors();
            for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
                // Rows come in the genome's order, so that equal places follow one another.
                if (ledger.contig(row) == contig && ledger.start(row) == start) {
                    continue;
                }
                contig = ledger.contig(row);
                start = ledger.start(row);
                out.write(layout.contigs().get(contig).name()
                        + '\t'
                        + start
                        + '\t'
                        + (start + Dataset.WINDOW)
                        + '\t'
                        + Dataset.LABELS.get(ledger.label(row))
                        + '\t'
                        + ledger.id(row).hex()
                        + '\t'
                        + String.format(Locale.ROOT, "%.6f", ledger.score(row))
                        + '\n');
            }
        }
    }
}
