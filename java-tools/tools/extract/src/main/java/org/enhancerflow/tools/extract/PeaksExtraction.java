package org.enhancerflow.tools.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.ContigNaming;
import org.enhancerflow.genome.IntervalSet;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.SummitLift;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.UsageException;
import org.jspecify.annotations.Nullable;

/** {@code extract --peaks}: samples with coordinates on a reference. */
record PeaksExtraction(
        List<Source> sources,
        Path reference,
        Path out,
        Optional<Path> blacklist,
        Optional<Path> chain,
        String contigs,
        Optional<String> background,
        long seed,
        ExtractConfig config) {
    private static final int MOST_SAMPLES = 1 << 16;
    private static final int MOST_LABELS = 1 << 8;

    static PeaksExtraction of(Arguments arguments) {
        for (String option : List.of("label-column", "reference-out")) {
            if (arguments.has(option)) {
                throw new UsageException("--" + option + " goes with --sequences, not with --peaks");
            }
        }
        if (!arguments.has("reference")) {
            throw new UsageException("missing --reference");
        }
        List<Source> sources = Source.pair(
                "peaks", arguments.existingFiles("peaks"), arguments.texts("sample"), arguments.texts("label"));
        if (sources.size() > MOST_SAMPLES) {
            throw new UsageException("more than " + MOST_SAMPLES + " samples: give them in batches");
        }
        Optional<String> background = arguments.optionalText("background");
        if (background.isPresent()) {
            requireBackgroundFits(background.get(), sources);
        }
        return new PeaksExtraction(
                sources,
                arguments.path("reference"),
                arguments.path("out"),
                arguments.optionalExistingFile("blacklist"),
                arguments.optionalExistingFile("chain"),
                arguments.text("contigs"),
                background,
                arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                ExtractConfig.of(arguments));
    }

    private static void requireBackgroundFits(String label, List<Source> sources) {
        if (!Source.isName(label)) {
            throw new UsageException("--background is '" + label + "': use letters, digits, '.', '_' and '-' only");
        }
        for (Source source : sources) {
            if (source.label().equals(label) || source.sample().equals(Background.SAMPLE)) {
                throw new UsageException("--background is a class of its own, and its sample is called '"
                        + Background.SAMPLE + "': rename sample " + source.sample() + " of class " + source.label());
            }
        }
    }

    void run(Run run) throws IOException {
        try (Reference opened = Reference.open(reference)) {
            ContigNaming naming = new ContigNaming(opened.contigs());
            SummitLift lift = chain.isPresent() ? SummitLift.read(chain.get()) : null;
            boolean[] selected = select(opened, naming);
            IntervalSet excluded = blacklist.isPresent()
                    ? IntervalSet.readBed(blacklist.get(), opened.contigs(), naming)
                    : IntervalSet.empty(opened.contigs().size());
            PeakCollector collector = new PeakCollector(config, opened, naming, selected, lift);
            List<Source> kept = collect(collector, run);
            WindowTable windows = cut(opened, excluded, collector, kept, run);
            report(windows, kept, naming, collector, run);
            WindowTable all = background.isPresent() && windows.size() > 0
                    ? withBackground(windows, background.get(), opened, naming, selected, excluded, lift, run)
                    : windows;
            AtomicOutput.file(out, all::write);
            commit(opened, collector.counts(), run);
        }
    }

    private WindowTable withBackground(
            WindowTable windows,
            String label,
            Reference opened,
            ContigNaming naming,
            boolean[] selected,
            IntervalSet excluded,
            @Nullable SummitLift lift,
            Run run)
            throws IOException {
        List<IntervalSet> forbidden = new ArrayList<>(List.of(excluded, IntervalSet.of(windows)));
        for (Source source : sources) {
            forbidden.add(IntervalSet.readBed(source.file(), opened.contigs(), naming, lift));
        }
        Background drawer = new Background(opened, selected, forbidden, seed);
        WindowTable all = drawer.add(windows, label);
        run.seed(seed);
        run.count("background_windows", all.size() - windows.size());
        run.count("background_not_found", drawer.wanted());
        run.log(all.size() - windows.size() + " windows of background drawn, none found for " + drawer.wanted());
        return all;
    }

    private List<Source> collect(PeakCollector collector, Run run) throws IOException {
        List<Source> kept = new ArrayList<>();
        try (Progress progress = run.progress("samples", sources.size())) {
            for (Source source : sources) {
                long tooFew = collector.collect(source, kept.size());
                if (tooFew < 0) {
                    kept.add(source);
                } else {
                    run.log("sample " + source.sample() + " is left out: " + tooFew + " peaks, fewer than --min-peaks "
                            + config.minPeaks());
                }
                progress.advance(1);
            }
        }
        return kept;
    }

    /** Labels and samples stand sorted in the header, so that a batch of samples does not change what they mean. */
    private WindowTable cut(Reference opened, IntervalSet excluded, PeakCollector collector, List<Source> kept, Run run)
            throws IOException {
        List<String> labels =
                List.copyOf(new TreeSet<>(kept.stream().map(Source::label).toList()));
        List<String> samples =
                List.copyOf(new TreeSet<>(kept.stream().map(Source::sample).toList()));
        if (labels.size() > MOST_LABELS) {
            throw new UsageException("more than " + MOST_LABELS + " labels");
        }
        int[] labelOf =
                kept.stream().mapToInt(source -> labels.indexOf(source.label())).toArray();
        int[] sampleOf = kept.stream()
                .mapToInt(source -> Arrays.binarySearch(samples.toArray(), source.sample()))
                .toArray();
        WindowHeader header = new WindowHeader(opened.contigs(), labels, samples, config.window(), opened.digest());
        try (Progress progress = run.progress("windows", collector.candidates().size())) {
            return new WindowCutter(config, opened, excluded, collector.counts())
                    .cut(collector.candidates(), header, labelOf, sampleOf, progress);
        }
    }

    private boolean[] select(Reference opened, ContigNaming naming) {
        int count = opened.contigs().size();
        boolean[] selected = new boolean[count];
        if (contigs.equals("all")) {
            Arrays.fill(selected, true);
        } else if (contigs.equals("canonical")) {
            for (int i = 0; i < count; i++) {
                selected[i] = ContigNaming.isCanonical(opened.contigs().get(i).name());
            }
        } else {
            for (String name : contigs.split(",", -1)) {
                int index = naming.indexOf(name.strip());
                if (index < 0) {
                    throw new UsageException("--contigs names '" + name + "', which is not in " + opened.fasta());
                }
                selected[index] = true;
            }
        }
        for (boolean one : selected) {
            if (one) {
                return selected;
            }
        }
        throw new BadInputException(
                opened.fasta(),
                "none of its contigs is a canonical chromosome (1-99, X, Y, M, with or without 'chr')",
                "pass --contigs all, or their names");
    }

    private void report(WindowTable windows, List<Source> kept, ContigNaming naming, PeakCollector collector, Run run) {
        if (!naming.translated().isEmpty()) {
            run.log("contigs named differently in the inputs and read as the reference's: " + naming.translated());
        }
        if (!collector.unknownContigs().isEmpty()) {
            run.log(collector.counts().of(Rule.CONTIG_UNKNOWN) + " peaks lie on contigs the reference does not have: "
                    + collector.unknownContigs());
        }
        Rule.Counts counts = collector.counts();
        // A batch of nothing but small samples is no mistake: other batches may hold large ones.
        if (windows.size() == 0 && !kept.isEmpty()) {
            StringBuilder why = new StringBuilder();
            for (Rule rule : Rule.values()) {
                if (counts.of(rule) > 0) {
                    why.append(why.isEmpty() ? "" : ", ")
                            .append(rule.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                            .append(' ')
                            .append(counts.of(rule));
                }
            }
            throw new BadInputException(sources.get(0).file(), "no window is left (" + why + ")", "loosen the rules");
        }
        run.log(counts.of(Rule.PEAKS_READ) + " peaks of " + sources.size() + " samples gave " + windows.size()
                + " windows");
        naming.translated().forEach((theirs, ours) -> run.value("contig_" + theirs, ours));
    }

    private void commit(Reference opened, Rule.Counts counts, Run run) throws IOException {
        for (Source source : sources) {
            run.input(source.file());
        }
        run.input(opened.fasta(), opened.digest());
        if (blacklist.isPresent()) {
            run.input(blacklist.get());
        }
        if (chain.isPresent()) {
            run.input(chain.get());
        }
        counts.writeTo(run);
        run.output(out);
        run.commit(out);
    }
}
