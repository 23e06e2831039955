package org.enhancerflow.tools.split;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Leakage;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.ContigNaming;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;

/** Divides a corpus into training, validation and test. */
public final class SplitTool implements Tool {

    @Override
    public String name() {
        return "split";
    }

    @Override
    public String summary() {
        return "Divides a corpus into training, validation and test, and writes it as BED for people.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .required("corpus", "F", "corpus of DEDUP (*.windows.safetensors)")
                .required("out", "F", "split corpus to write (*.windows.safetensors)")
                .required("bed-out", "F", "the same as BED (corpus.bed.gz, with .tbi beside it)")
                .withDefault(
                        "strategy", "NAME", "stratified", "stratified (the paper's), chromosome, locus or homology")
                .withDefault("fractions", "A,B,C", "0.70,0.15,0.15", "shares of training, validation and test")
                .withDefault("seed", "N", "42", "seed of every choice")
                .withDefault("distance", "N", "0", "locus, homology: windows at most this far apart stay together")
                .withDefault("similarity", "SHARE", "0.25", "homology: windows sharing so many k-mers stay together")
                .withDefault("largest-group", "SHARE", "0.1", "locus, homology: a group of more of the corpus is cut")
                .optional("test-contigs", "NAMES", "chromosome: these contigs, parted by commas, are the test part")
                .optional("validation-contigs", "NAMES", "chromosome: these are the validation part")
                .optional("fasta-out", "FA", "also write all windows as FASTA; needs --reference")
                .optional("leakage-out", "JSON", "also measure what test has of training; needs --reference")
                .optional("reference", "FA", "reference of the corpus, for homology, --fasta-out and --leakage-out")
                .build();
    }

    /** How windows are kept together. */
    private enum Strategy {
        STRATIFIED,
        CHROMOSOME,
        LOCUS,
        HOMOLOGY
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path file = arguments.existingFile("corpus");
        Strategy strategy = arguments.choice("strategy", Strategy.class);
        Fractions.parse(arguments.text("fractions"));
        long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        requireFittingOptions(arguments, strategy);
        run.input(file);
        run.seed(seed);
        WindowTable corpus = WindowTable.read(file);
        Optional<Path> fasta = arguments.optionalPath("reference");
        if (fasta.isEmpty()) {
            split(corpus, Optional.empty(), strategy, arguments, run);
            return;
        }
        try (Reference reference = Reference.open(fasta.get())) {
            run.input(reference.fasta(), reference.digest());
            split(corpus, Optional.of(WindowSequences.of(reference, corpus, file)), strategy, arguments, run);
        }
    }

    private static void split(
            WindowTable corpus, Optional<WindowSequences> sequences, Strategy strategy, Arguments arguments, Run run)
            throws IOException {
        WindowTable split = corpus.withSplit(codes(corpus, sequences, strategy, arguments, run));
        String summary = count(split, arguments.path("corpus"), run);
        if (sequences.isPresent()) {
            writeWithBases(split, sequences.get(), arguments, run);
        }
        write(split, arguments, run);
        run.log(summary);
    }

    private static void writeWithBases(WindowTable split, WindowSequences sequences, Arguments arguments, Run run)
            throws IOException {
        Optional<Path> fasta = arguments.optionalPath("fasta-out");
        if (fasta.isPresent()) {
            AtomicOutput.file(fasta.get(), target -> FastaExport.write(split, sequences, target));
        }
        Optional<Path> report = arguments.optionalPath("leakage-out");
        if (report.isPresent()) {
            long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);
            Leakage leakage = LeakageReport.of(split, sequences, arguments.text("strategy"), seed);
            leakage.warnings().forEach(run::log);
            AtomicOutput.file(report.get(), leakage::write);
        }
    }

    private static byte[] codes(
            WindowTable corpus, Optional<WindowSequences> sequences, Strategy strategy, Arguments arguments, Run run)
            throws IOException {
        Fractions fractions = Fractions.parse(arguments.text("fractions"));
        long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        return switch (strategy) {
            case STRATIFIED -> StratifiedSplit.of(corpus, fractions, seed);
            case CHROMOSOME -> grouped(corpus, Groups.byContig(corpus), fractions, fixed(arguments, corpus), seed, run);
            case LOCUS, HOMOLOGY -> {
                long distance = arguments.longInteger("distance", 0, Long.MAX_VALUE / 4);
                double similarity = arguments.decimal("similarity", 0.01, 1);
                long largest = Math.max(1, Math.round(arguments.decimal("largest-group", 0.001, 1) * corpus.size()));
                Groups groups = Groups.byLocus(corpus, distance, largest);
                if (strategy == Strategy.HOMOLOGY) {
                    groups = HomologyGroups.of(corpus, sequences.orElseThrow(), groups, similarity, largest);
                }
                run.count("groups_cut", groups.cuts());
                if (groups.cuts() > 0) {
                    run.log(groups.cuts() + " groups of more than " + largest
                            + " windows were cut: their pieces may stand on both sides");
                }
                yield grouped(corpus, groups, fractions, Map.of(), seed, run);
            }
        };
    }

    private static void requireFittingOptions(Arguments arguments, Strategy strategy) {
        boolean bases = arguments.has("fasta-out") || arguments.has("leakage-out") || strategy == Strategy.HOMOLOGY;
        if (bases && !arguments.has("reference")) {
            throw new UsageException("--fasta-out, --leakage-out and --strategy homology need --reference");
        }
        if (!bases && arguments.has("reference")) {
            throw new UsageException("--reference goes with --fasta-out, --leakage-out or --strategy homology");
        }
        boolean places = strategy == Strategy.LOCUS || strategy == Strategy.HOMOLOGY;
        for (String option : List.of("distance", "largest-group")) {
            if (!places && arguments.has(option)) {
                throw new UsageException("--" + option + " goes with --strategy locus or homology");
            }
        }
        if (strategy != Strategy.HOMOLOGY && arguments.has("similarity")) {
            throw new UsageException("--similarity goes with --strategy homology");
        }
        if (strategy != Strategy.CHROMOSOME && (arguments.has("test-contigs") || arguments.has("validation-contigs"))) {
            throw new UsageException("--test-contigs and --validation-contigs go with --strategy chromosome");
        }
    }

    private static byte[] grouped(
            WindowTable corpus, Groups groups, Fractions fractions, Map<Integer, Split> fixed, long seed, Run run) {
        long[] sizes = groups.sizes();
        run.count("groups", Arrays.stream(sizes).filter(size -> size > 0).count());
        run.count("largest_group", Arrays.stream(sizes).max().orElse(0));
        return GroupedSplit.of(corpus, groups, fractions, fixed, seed);
    }

    private static Map<Integer, Split> fixed(Arguments arguments, WindowTable corpus) {
        ContigNaming naming = new ContigNaming(corpus.header().contigs());
        Map<Integer, Split> fixed = new HashMap<>();
        for (Split part : List.of(Split.TEST, Split.VALIDATION)) {
            String option = part.label() + "-contigs";
            for (String name : arguments
                    .optionalText(option)
                    .map(text -> text.split(",", -1))
                    .orElse(new String[0])) {
                int contig = naming.indexOf(name.strip());
                if (contig < 0) {
                    throw new UsageException("--" + option + " names '" + name + "', which the corpus does not have");
                }
                if (fixed.put(contig, part) != null) {
                    throw new UsageException("contig '" + name + "' is given twice, in --test-contigs and"
                            + " --validation-contigs or in one of them");
                }
            }
        }
        return fixed;
    }

    /** Counts each class in each part; a part without a class cannot be trained or measured on. */
    private static String count(WindowTable split, Path file, Run run) {
        List<String> labels = split.header().labels();
        long[][] counts = new long[Split.values().length][labels.size()];
        for (int row = 0; row < split.size(); row++) {
            counts[split.split(row).code()][split.label(row)]++;
        }
        StringBuilder summary = new StringBuilder();
        for (Split part : Split.values()) {
            summary.append(summary.isEmpty() ? "" : "; ").append(part.label());
            for (int label = 0; label < labels.size(); label++) {
                long windows = counts[part.code()][label];
                if (windows == 0) {
                    throw new BadInputException(
                            file,
                            "the split leaves no window of class '" + labels.get(label) + "' in " + part.label(),
                            "use more windows, other --fractions, or another --strategy");
                }
                run.count(part.label() + "_" + labels.get(label), windows);
                summary.append(' ').append(labels.get(label)).append(' ').append(windows);
            }
        }
        return summary.toString();
    }

    private static void write(WindowTable split, Arguments arguments, Run run) throws IOException {
        Path out = arguments.path("out");
        Path bed = arguments.path("bed-out");
        Path index = bed.resolveSibling(bed.getFileName() + ".tbi");
        AtomicOutput.file(
                bed,
                bedTarget -> AtomicOutput.file(index, indexTarget -> BedWriter.write(split, bedTarget, indexTarget)));
        AtomicOutput.file(out, split::write);
        run.output(out);
        run.output(bed);
        run.output(index);
        for (String option : List.of("fasta-out", "leakage-out")) {
            Optional<Path> more = arguments.optionalPath(option);
            if (more.isPresent()) {
                run.output(more.get());
            }
        }
        run.commit(out);
    }
}
