package org.enhancerflow.genome;

import htsjdk.samtools.SAMException;
import htsjdk.samtools.liftover.LiftOver;
import htsjdk.samtools.util.Interval;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.enhancerflow.artifacts.BadInputException;
import org.jspecify.annotations.Nullable;

/**
 * Carries single bases from one assembly to another through a UCSC chain file. A peak is lifted by its summit, not by its
 * ends: a base either maps or does not, while an interval may be split.
 *
 * @see <a href="https://genome.ucsc.edu/goldenPath/help/chain.html">the chain format</a>
 */
public final class SummitLift {
    /** Of a peak's bases, the share that must map for its place to be known at all. */
    private static final double LEAST_MATCH = 0.01;

    private final LiftOver chains;
    private final Set<String> sources;

    private SummitLift(LiftOver chains) {
        this.chains = chains;
        this.sources = Set.copyOf(chains.getContigMap().keySet());
    }

    /** A base of the target assembly, 0-based, by the chain file's contig name. */
    public record Place(String contig, long base) {}

    /** Bases {@code [start, end)} of the target assembly, 0-based, by the chain file's contig name. */
    public record Span(String contig, long start, long end) {}

    /** Reads a chain file, plain or gzip. */
    public static SummitLift read(Path chain) throws IOException {
        try (InputStream in = new BufferedInputStream(InputFile.open(chain))) {
            SummitLift lift = new SummitLift(new LiftOver(in, chain.toString()));
            lift.chains.setShouldLogFailedIntervalsBelowThreshold(false);
            if (lift.sources.isEmpty()) {
                throw new BadInputException(
                        chain, "holds no chain", "pass a UCSC chain file, for example hg38ToHg19.over.chain.gz");
            }
            return lift;
        } catch (SAMException e) {
            throw new BadInputException(
                    chain, "is not a chain file (" + e.getMessage() + ")", "pass a UCSC chain file");
        }
    }

    /** Where a base lies on the target assembly, or null where the chains leave it out. {@code base} is 0-based. */
    public @Nullable Place lift(String contig, long base) {
        Interval lifted = interval(contig, base, base + 1, 1);
        return lifted == null ? null : new Place(lifted.getContig(), lifted.getStart() - 1L);
    }

    /**
     * What a whole place covers on the target assembly, from the first to the last base that one chain maps; null where
     * no chain maps a hundredth of it. {@code [start, end)} is 0-based.
     */
    public @Nullable Span liftSpan(String contig, long start, long end) {
        Interval lifted = interval(contig, start, end, LEAST_MATCH);
        return lifted == null ? null : new Span(lifted.getContig(), lifted.getStart() - 1L, lifted.getEnd());
    }

    private @Nullable Interval interval(String contig, long start, long end, double leastMatch) {
        if (end > Integer.MAX_VALUE) {
            return null;
        }
        List<String> names = new ArrayList<>(List.of(contig));
        names.addAll(ContigNaming.otherNames(contig));
        for (String name : names) {
            if (sources.contains(name)) {
                Interval place = new Interval(name, Math.toIntExact(start + 1), Math.toIntExact(end));
                return chains.liftOver(place, leastMatch);
            }
        }
        return null;
    }
}
