package org.enhancerflow.tools.vocab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Bases;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.ReferenceCursor;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.tokenizers.TrainingText;

/**
 * Gathers the text that a vocabulary is learned from: the training split's windows, or a whole genome. Of more bases than
 * wanted a random part is taken, drawn window by window, or stretch by stretch of the genome.
 */
final class TextSource {
    /** Long against any term, short against a contig. */
    private static final int STRETCH = 10_000;

    private final Rules rules;
    private final Run run;

    TextSource(Rules rules, Run run) {
        this.rules = rules;
        this.run = run;
    }

    /**
     * How to read.
     *
     * @param bothStrands whether every stretch is read on either strand
     * @param bases about so many bases at most, both strands counted
     * @param seed of the choice among more
     */
    record Rules(boolean bothStrands, int bases, long seed) {}

    /** Text of a corpus's training split; the other splits are never read. */
    TrainingText ofCorpus(Path corpus, Path referencePath) throws IOException {
        WindowTable windows = WindowTable.read(corpus);
        if (!windows.hasSplit()) {
            throw new BadInputException(
                    corpus, "the corpus is not split, so a vocabulary would see the test windows", "run split first");
        }
        run.input(corpus);
        int rows = 0;
        long available = 0;
        for (int row = 0; row < windows.size(); row++) {
            if (windows.split(row) == Split.TRAIN) {
                rows++;
                available += windows.length(row);
            }
        }
        run.count("training_windows", rows);
        Draw draw = new Draw(available);
        try (Reference reference = Reference.open(referencePath);
                Progress progress = run.progress("windows", rows)) {
            run.input(referencePath, reference.digest());
            WindowSequences sequences = WindowSequences.of(reference, windows, corpus);
            for (int row = 0; row < windows.size(); row++) {
                if (windows.split(row) == Split.TRAIN) {
                    if (draw.takes()) {
                        draw.add(sequences.bases(row));
                    }
                    progress.advance(1);
                }
            }
        }
        return draw.text(corpus, "its training split holds no A, C, G or T", "check the corpus and its split");
    }

    /** Text of all contigs of a genome; N ends a word. */
    TrainingText ofGenome(Path referencePath) throws IOException {
        try (Reference reference = Reference.open(referencePath)) {
            run.input(referencePath, reference.digest());
            long available =
                    reference.contigs().stream().mapToLong(Contig::length).sum();
            Draw draw = new Draw(available);
            try (Progress progress = run.progress("bases", available)) {
                ReferenceCursor cursor = reference.cursor();
                for (int contig = 0; contig < reference.contigs().size(); contig++) {
                    long length = reference.contigs().get(contig).length();
                    for (long start = 0; start < length; start += STRETCH) {
                        int bases = (int) Math.min(STRETCH, length - start);
                        if (draw.takes()) {
                            draw.add(cursor.bases(contig, start, bases));
                        }
                        progress.advance(bases);
                    }
                }
            }
            return draw.text(reference.fasta(), "it holds no A, C, G or T", "check the reference");
        }
    }

    /** Takes each piece with the same chance, so that about the wanted number of bases comes together. */
    private final class Draw {
        private final TrainingText text;
        private final double share;
        private final SplittableRandom random = new SplittableRandom(rules.seed());

        Draw(long available) {
            long whole = rules.bothStrands() ? 2 * available : available;
            this.share = whole <= rules.bases() ? 1 : (double) rules.bases() / whole;
            this.text = new TrainingText((int) Math.min(rules.bases(), whole));
            if (share < 1) {
                run.log(String.format(
                        Locale.ROOT,
                        "about %,d of %,d bases are drawn: --sample-bases sets how many",
                        rules.bases(),
                        whole));
            }
        }

        boolean takes() {
            return share == 1 || random.nextDouble() < share;
        }

        void add(byte[] bases) {
            text.add(bases);
            if (rules.bothStrands()) {
                text.add(Bases.reverseComplement(bases));
            }
        }

        TrainingText text(Path file, String what, String remedy) {
            long bases = text.bases();
            if (bases == 0) {
                throw new BadInputException(file, what, remedy);
            }
            run.count("training_bases", bases);
            return text;
        }
    }
}
