package org.enhancerflow.genome;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.WindowTable;
import org.jspecify.annotations.Nullable;

/** Places of a reference as merged intervals per contig, 0-based and half-open; asks in logarithmic time. Immutable. */
public final class IntervalSet {
    private final long[][] starts;
    private final long[][] ends;
    private final long unknownContigs;

    private IntervalSet(long[][] starts, long[][] ends, long unknownContigs) {
        this.starts = starts;
        this.ends = ends;
        this.unknownContigs = unknownContigs;
    }

    /** No place at all, on a reference of {@code contigs} contigs. */
    public static IntervalSet empty(int contigs) {
        return new IntervalSet(new long[contigs][0], new long[contigs][0], 0);
    }

    /**
     * Reads the first three columns of a BED file. Intervals on contigs that the reference does not have are counted, not
     * refused: blacklists cover whole assemblies.
     */
    public static IntervalSet readBed(Path bed, List<Contig> contigs, ContigNaming naming) throws IOException {
        return readBed(bed, contigs, naming, null);
    }

    /** As {@link #readBed(Path, List, ContigNaming)}, of places that are lifted first; what does not map is left out. */
    public static IntervalSet readBed(Path bed, List<Contig> contigs, ContigNaming naming, @Nullable SummitLift lift)
            throws IOException {
        List<List<long[]>> found = new ArrayList<>();
        contigs.forEach(contig -> found.add(new ArrayList<>()));
        long unknown = 0;
        try (PeakReader reader = PeakReader.open(bed)) {
            while (reader.next()) {
                SummitLift.Span place = lift == null
                        ? new SummitLift.Span(reader.contig(), reader.start(), reader.end())
                        : lift.liftSpan(reader.contig(), reader.start(), reader.end());
                int contig = place == null ? -1 : naming.indexOf(place.contig());
                if (place == null || contig < 0) {
                    unknown++;
                } else {
                    found.get(contig).add(new long[] {place.start(), place.end()});
                }
            }
        }
        return merge(found, unknown);
    }

    /** The places of a table's windows. */
    public static IntervalSet of(WindowTable windows) {
        List<List<long[]>> found = new ArrayList<>();
        windows.header().contigs().forEach(contig -> found.add(new ArrayList<>()));
        for (int row = 0; row < windows.size(); row++) {
            found.get(windows.contig(row)).add(new long[] {windows.start(row), windows.end(row)});
        }
        return merge(found, 0);
    }

    /** Whether any base of {@code [start, end)} belongs to the set. */
    public boolean overlaps(int contig, long start, long end) {
        int after = Arrays.binarySearch(ends[contig], start);
        // The first interval that ends after `start`; one that ends exactly there does not touch it.
        int first = after >= 0 ? after + 1 : -after - 1;
        return first < ends[contig].length && starts[contig][first] < end;
    }

    /**
     * Bases between {@code [start, end)} and the nearest interval of the set: 0 where they share a base or touch;
     * {@link Long#MAX_VALUE} on a contig without any.
     */
    public long distance(int contig, long start, long end) {
        int after = Arrays.binarySearch(ends[contig], start);
        int first = after >= 0 ? after : -after - 1;
        long behind = first > 0 ? start - ends[contig][first - 1] : Long.MAX_VALUE;
        long ahead = first < starts[contig].length ? Math.max(0, starts[contig][first] - end) : Long.MAX_VALUE;
        return Math.min(behind, ahead);
    }

    /** Intervals of the file that lie on contigs the reference does not have. */
    public long unknownContigs() {
        return unknownContigs;
    }

    /** Intervals after merging. */
    public long size() {
        return Arrays.stream(starts).mapToLong(each -> each.length).sum();
    }

    private static IntervalSet merge(List<List<long[]>> found, long unknown) {
        long[][] starts = new long[found.size()][];
        long[][] ends = new long[found.size()][];
        for (int contig = 0; contig < found.size(); contig++) {
            List<long[]> sorted = found.get(contig);
            sorted.sort(Comparator.comparingLong(interval -> interval[0]));
            List<long[]> merged = new ArrayList<>();
            for (long[] interval : sorted) {
                long[] last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
                if (last != null && interval[0] <= last[1]) {
                    last[1] = Math.max(last[1], interval[1]);
                } else {
                    merged.add(interval.clone());
                }
            }
            starts[contig] = merged.stream().mapToLong(interval -> interval[0]).toArray();
            ends[contig] = merged.stream().mapToLong(interval -> interval[1]).toArray();
        }
        return new IntervalSet(starts, ends, unknown);
    }
}
