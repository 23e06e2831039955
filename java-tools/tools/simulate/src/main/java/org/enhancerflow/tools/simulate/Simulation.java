package org.enhancerflow.tools.simulate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import org.enhancerflow.genome.Bases;
import org.enhancerflow.genome.CanonicalSequence;
import org.enhancerflow.tools.simulate.GenomeLayout.Block;
import org.enhancerflow.tools.simulate.GenomeLayout.ContigPlan;
import org.enhancerflow.tools.simulate.PeakPlan.Placed;

/** Walks the genome block by block, writes it and its peaks, and keeps account of every window. */
final class Simulation {
    /** The FASTA file's name. */
    static final String GENOME = "genome.fa";

    private static final int BUFFER = 1 << 16;

    private final SimulationConfig config;
    private final GenomeLayout layout;
    private final ContentFactory contents;
    private final PeakPlan plan;
    private final WindowLedger ledger;
    private final Oracle oracle;
    private final CanonicalSequence canonical = new CanonicalSequence();
    private final byte[] window = new byte[Dataset.WINDOW];
    private final byte[] letters = new byte[Dataset.WINDOW];

    Simulation(SimulationConfig config, Grammar grammar) {
        this.config = config;
        this.layout = new GenomeLayout(config);
        this.contents = new ContentFactory(config, layout, grammar);
        this.plan = new PeakPlan(config, layout);
        this.ledger = new WindowLedger(config.peaks());
        this.oracle = new Oracle(grammar);
    }

    GenomeLayout layout() {
        return layout;
    }

    WindowLedger ledger() {
        return ledger;
    }

    /** Writes genome and peaks into a folder; {@code progress} hears of every block's bases. Returns each sample's number of peaks. */
    long[] write(Path folder, LongConsumer progress) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(GENOME)), BUFFER);
                PeakOutput peaks = new PeakOutput(folder)) {
            FastaOutput fasta = new FastaOutput(out);
            List<ContigPlan> contigs = layout.contigs();
            for (int c = 0; c < contigs.size(); c++) {
                ContigPlan contig = contigs.get(c);
                fasta.contig(contig.name());
                long at = 0;
                for (int b = contig.firstBlock(); b < contig.firstBlock() + contig.blocks(); b++) {
                    Block block = layout.block(b);
                    writeBlock(block, c, at, fasta, peaks);
                    at += block.length();
                    progress.accept(block.length());
                }
            }
            fasta.endLine();
            long[] lines = new long[Dataset.samples()];
            Arrays.setAll(lines, peaks::lines);
            return lines;
        }
    }

    private void writeBlock(Block block, int contig, long blockStart, FastaOutput fasta, PeakOutput peaks)
            throws IOException {
        if (block.isGap()) {
            byte[] gap = new byte[block.length()];
            Arrays.fill(gap, Bases.UNKNOWN);
            fasta.bases(gap);
            return;
        }
        Content content = contents.make(block.isCopy() ? layout.block(block.content()) : block);
        fasta.bases(content.letters(block.inverted()));
        List<Placed> placed = plan.peaks(block, content);
        Randomness random = Randomness.of(config.seed(), Randomness.Part.SIGNAL, block.number());
        ContigPlan name = layout.contigs().get(contig);
        Comparator<Placed> inOrder =
                Comparator.comparingLong((Placed p) -> offset(block, p)).thenComparingInt(Placed::sample);
        for (Placed p : placed.stream().sorted(inOrder).toList()) {
            long start = blockStart + offset(block, p);
            record(block, contig, start, content, p);
            peaks.peak(p.sample(), name.name(), name.length(), start + Dataset.WINDOW / 2, random);
        }
    }

    /** The window's first base in the block as it lies in the genome. */
    private static long offset(Block block, Placed placed) {
        return block.inverted() ? block.length() - placed.start() - Dataset.WINDOW : placed.start();
    }

    private void record(Block block, int contig, long start, Content content, Placed placed) {
        ContigPlan plan = layout.contigs().get(contig);
        content.visible(placed.start(), window);
        double score = oracle.logLikelihoodRatio(window, content.gc());
        content.letters(placed.start(), letters);
        ledger.add(new WindowLedger.Entry(
                contig,
                plan.canonical(),
                start,
                placed.label(),
                block.inverted(),
                start < 0 || start + Dataset.WINDOW > plan.length(),
                content.number(),
                placed.start(),
                content.unknown(placed.start()),
                score,
                canonical.id(letters, 0, letters.length)));
    }
}
