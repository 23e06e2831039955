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
    private final LiftOver chains;
    private final Set<String> sources;

    private SummitLift(LiftOver chains) {
        this.chains = chains;
        this.sources = Set.copyOf(chains.getContigMap().keySet());
    }

    /** A base of the target assembly, 0-based, by the chain file's contig name. */
    public record Place(String contig, long base) {}

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
        List<String> names = new ArrayList<>(List.of(contig));
        if (base >= Integer.MAX_VALUE) {
            return null;
        }
        names.addAll(ContigNaming.otherNames(contig));
        for (String name : names) {
            if (sources.contains(name)) {
                int position = Math.toIntExact(base + 1);
                Interval lifted = chains.liftOver(new Interval(name, position, position));
                return lifted == null ? null : new Place(lifted.getContig(), lifted.getStart() - 1L);
            }
        }
        return null;
    }
}
