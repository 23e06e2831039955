package org.enhancerflow.tools.extract;

import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.genome.ContigNames;
import org.enhancerflow.genome.ContigNaming;
import org.enhancerflow.genome.PeakReader;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.SummitLift;
import org.jspecify.annotations.Nullable;

/** Reads samples' peaks and applies the rules that need no bases: contig, summit, lift-over, sample size. */
final class PeakCollector {
    private static final int LISTED_NAMES = 8;

    private final ExtractConfig config;
    private final Reference reference;
    private final ContigNaming naming;
    private final boolean[] selected;
    private final @Nullable SummitLift lift;
    private final Candidates candidates = new Candidates();
    private final Rule.Counts counts = new Rule.Counts();
    private final SortedSet<String> unknownContigs = new TreeSet<>();

    /**
     * Starts a collection.
     *
     * @param selected for each contig of the reference, whether windows are wanted on it
     */
    PeakCollector(
            ExtractConfig config,
            Reference reference,
            ContigNaming naming,
            boolean[] selected,
            @Nullable SummitLift lift) {
        this.config = config;
        this.reference = reference;
        this.naming = naming;
        this.selected = selected;
        this.lift = lift;
    }

    Candidates candidates() {
        return candidates;
    }

    Rule.Counts counts() {
        return counts;
    }

    /** Names in the peak files that the reference does not have in any style. */
    SortedSet<String> unknownContigs() {
        return unknownContigs;
    }

    /**
     * Adds one sample's peaks.
     *
     * @return how many peaks the file holds, where it has fewer than a sample must have and none was added; else -1
     */
    long collect(Source source, int sourceIndex) throws IOException {
        int before = candidates.size();
        Rule.Counts own = new Rule.Counts();
        try (PeakReader peaks = PeakReader.open(source.file())) {
            SortedSet<String> unknown = collect(peaks, sourceIndex, own);
            if (peaks.records() < config.minPeaks()) {
                candidates.truncate(before);
                counts.add(Rule.PEAKS_READ, peaks.records());
                counts.add(Rule.SAMPLES_TOO_SMALL);
                counts.add(Rule.PEAKS_OF_SAMPLES_TOO_SMALL, peaks.records());
                return peaks.records();
            }
            if (own.of(Rule.CONTIG_UNKNOWN) == peaks.records()) {
                throw noContigInCommon(source, unknown);
            }
            unknownContigs.addAll(unknown);
        }
        counts.add(own);
        return -1;
    }

    private SortedSet<String> collect(PeakReader peaks, int sourceIndex, Rule.Counts own) throws IOException {
        SortedSet<String> unknown = new TreeSet<>();
        String name = "";
        int contig = -1;
        while (peaks.next()) {
            own.add(Rule.PEAKS_READ);
            if (lift != null) {
                lift(peaks, sourceIndex, own, unknown, lift);
                continue;
            }
            if (!peaks.contig().equals(name)) {
                name = peaks.contig();
                contig = naming.indexOf(name);
            }
            if (contig < 0) {
                unknown.add(name);
                own.add(Rule.CONTIG_UNKNOWN);
                continue;
            }
            if (peaks.end() > reference.contigs().get(contig).length()) {
                throw beyondContig(peaks, "the peak ends at " + peaks.end(), contig);
            }
            add(peaks, contig, summit(peaks, own), sourceIndex, own);
        }
        return unknown;
    }

    private void lift(PeakReader peaks, int sourceIndex, Rule.Counts own, SortedSet<String> unknown, SummitLift chain) {
        long summit = summit(peaks, own);
        if (summit < 0) {
            return;
        }
        SummitLift.Place place = chain.lift(peaks.contig(), summit);
        if (place == null) {
            own.add(Rule.LIFT_UNMAPPED);
            return;
        }
        own.add(Rule.LIFTED);
        int contig = naming.indexOf(place.contig());
        if (contig < 0) {
            unknown.add(place.contig());
            own.add(Rule.CONTIG_UNKNOWN);
            return;
        }
        if (place.base() >= reference.contigs().get(contig).length()) {
            throw beyondContig(peaks, "its summit is lifted to " + place.base(), contig);
        }
        add(peaks, contig, place.base(), sourceIndex, own);
    }

    /** The peak's summit, 0-based, or -1 where the rules drop the peak. */
    private long summit(PeakReader peaks, Rule.Counts own) {
        if (peaks.summitOffset() != PeakReader.NO_SUMMIT) {
            return peaks.start() + peaks.summitOffset();
        }
        switch (config.noSummit()) {
            case MIDPOINT -> {
                own.add(Rule.NO_SUMMIT_MIDPOINT);
                return peaks.start() + (peaks.end() - peaks.start()) / 2;
            }
            case DROP -> {
                own.add(Rule.NO_SUMMIT_DROPPED);
                return -1;
            }
            default ->
                throw peaks.error("the peak has no summit", "pass --no-summit midpoint or drop to go on without");
        }
    }

    private void add(PeakReader peaks, int contig, long summit, int sourceIndex, Rule.Counts own) {
        if (summit < 0) {
            return;
        }
        if (!selected[contig]) {
            own.add(Rule.CONTIG_NOT_SELECTED);
            return;
        }
        if (peaks.line() > Integer.MAX_VALUE) {
            throw peaks.error("has more than 2^31 lines", "split the file into samples");
        }
        candidates.add(contig, summit, sourceIndex, (int) peaks.line(), peaks.score());
    }

    private BadInputException beyondContig(PeakReader peaks, String what, int index) {
        Contig contig = reference.contigs().get(index);
        return peaks.error(
                what + ", beyond the end of " + contig.name() + " (" + contig.length() + " bases)",
                "the peaks seem to belong to another assembly than the reference: lift them over with --chain, or pass"
                        + " their own reference");
    }

    private BadInputException noContigInCommon(Source source, SortedSet<String> unknown) {
        String theirs = list(unknown.stream().map(ContigNames::printable).toList());
        String ours = list(reference.contigs().stream().map(Contig::name).toList());
        return new BadInputException(
                source.file(),
                "none of its contigs (" + theirs + ") is in the reference (" + ours + ")",
                "pass the reference the peaks were called on");
    }

    private static String list(List<String> names) {
        String listed = names.stream().limit(LISTED_NAMES).collect(Collectors.joining(", "));
        return names.size() > LISTED_NAMES ? listed + ", ... " + names.size() + " in all" : listed;
    }
}
