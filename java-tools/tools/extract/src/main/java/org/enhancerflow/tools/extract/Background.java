package org.enhancerflow.tools.extract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Bases;
import org.enhancerflow.genome.CanonicalSequence;
import org.enhancerflow.genome.IntervalSet;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.RowOrder;

/**
 * Draws windows of background for a second class, as many as there are windows of peaks and with the same content of GC and
 * of repeats (lower case in the reference), so that neither tells the classes apart. They lie within contigs, hold no N, and
 * touch no peak, no window of a peak and no blacklisted place. Equal seeds give equal windows.
 */
final class Background {
    /** Name of the sample that background windows belong to. */
    static final String SAMPLE = "background";

    private static final int GC_BINS = 50;
    private static final int REPEAT_BINS = 10;
    /** Places tried for each window still missing, and how often. */
    private static final int TRIES = 8;

    private static final int ROUNDS = 40;

    private final Reference reference;
    private final boolean[] selected;
    private final List<IntervalSet> forbidden;
    private final SplittableRandom random;
    private final long[] missing = new long[GC_BINS * REPEAT_BINS];

    Background(Reference reference, boolean[] selected, List<IntervalSet> forbidden, long seed) {
        this.reference = reference;
        this.selected = selected;
        this.forbidden = List.copyOf(forbidden);
        this.random = new SplittableRandom(seed);
    }

    /** The windows given and those drawn for them, in reference order. */
    WindowTable add(WindowTable windows, String label) throws IOException {
        int window = windows.header().windowSize();
        for (int row = 0; row < windows.size(); row++) {
            byte[] bases = clipped(windows, row);
            missing[bin(bases)]++;
        }
        WindowTable.Builder drawn = copy(windows, label);
        int labelIndex = labels(windows, label).indexOf(label);
        int sampleIndex = samples(windows).indexOf(SAMPLE);
        CanonicalSequence canonical = new CanonicalSequence();
        int number = 0;
        for (int round = 0; round < ROUNDS && wanted() > 0; round++) {
            for (long[] place : places(window)) {
                byte[] bases = reference.mixedCase((int) place[0], place[1], window);
                if (countUnknown(bases) == 0 && missing[bin(bases)] > 0) {
                    missing[bin(bases)]--;
                    Bases.toUpperCase(bases);
                    SequenceId id = canonical.id(bases, 0, window);
                    long summit = place[1] + window / 2;
                    drawn.add((int) place[0], place[1], window, summit, labelIndex, sampleIndex, ++number, 0f, id)
                            .reversed(CanonicalSequence.isReversed(bases, 0, window));
                }
            }
        }
        WindowTable all = drawn.build();
        return all.select(RowOrder.of(all));
    }

    /** Windows of peaks for which no background was found. */
    long wanted() {
        return Arrays.stream(missing).sum();
    }

    /** Places to try, in reference order: uniform over the bases of the selected contigs, none twice in a round. */
    private List<long[]> places(int window) {
        long total = 0;
        List<Contig> contigs = reference.contigs();
        long[] rooms = new long[contigs.size()];
        for (int contig = 0; contig < rooms.length; contig++) {
            rooms[contig] = selected[contig] ? Math.max(0, contigs.get(contig).length() - window + 1) : 0;
            total += rooms[contig];
        }
        List<long[]> places = new ArrayList<>();
        for (long i = 0; total > 0 && i < TRIES * wanted(); i++) {
            long at = random.nextLong(total);
            int contig = 0;
            while (at >= rooms[contig]) {
                at -= rooms[contig++];
            }
            if (isFree(contig, at, at + window)) {
                places.add(new long[] {contig, at});
            }
        }
        places.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
        return places;
    }

    private boolean isFree(int contig, long start, long end) {
        return forbidden.stream().noneMatch(places -> places.overlaps(contig, start, end));
    }

    /** A window's bases in the reference's case, without those outside the contig. */
    private byte[] clipped(WindowTable windows, int row) throws IOException {
        int contig = windows.contig(row);
        long start = Math.max(0, windows.start(row));
        long end = Math.min(reference.contigs().get(contig).length(), windows.end(row));
        return end > start ? reference.mixedCase(contig, start, (int) (end - start)) : new byte[0];
    }

    private static int countUnknown(byte[] bases) {
        int count = 0;
        for (byte base : bases) {
            count += base == 'N' || base == 'n' ? 1 : 0;
        }
        return count;
    }

    private static int bin(byte[] bases) {
        int strong = 0;
        int repeats = 0;
        for (byte base : bases) {
            int upper = base & 0xdf;
            strong += upper == 'G' || upper == 'C' ? 1 : 0;
            repeats += base >= 'a' ? 1 : 0;
        }
        int all = Math.max(1, bases.length);
        int gcBin = Math.min(GC_BINS - 1, (int) ((long) strong * GC_BINS / all));
        return gcBin * REPEAT_BINS + Math.min(REPEAT_BINS - 1, (int) ((long) repeats * REPEAT_BINS / all));
    }

    private static List<String> labels(WindowTable windows, String label) {
        TreeSet<String> labels = new TreeSet<>(windows.header().labels());
        labels.add(label);
        return List.copyOf(labels);
    }

    private static List<String> samples(WindowTable windows) {
        TreeSet<String> samples = new TreeSet<>(windows.header().samples());
        samples.add(SAMPLE);
        return List.copyOf(samples);
    }

    private static WindowTable.Builder copy(WindowTable windows, String label) {
        List<String> labels = labels(windows, label);
        List<String> samples = samples(windows);
        WindowHeader old = windows.header();
        WindowHeader header = new WindowHeader(old.contigs(), labels, samples, old.windowSize(), old.referenceDigest());
        WindowTable.Builder builder = WindowTable.builder(header, 2 * windows.size());
        int[] labelOf = old.labels().stream().mapToInt(labels::indexOf).toArray();
        int[] sampleOf = old.samples().stream().mapToInt(samples::indexOf).toArray();
        for (int row = 0; row < windows.size(); row++) {
            builder.add(
                            windows.contig(row),
                            windows.start(row),
                            windows.length(row),
                            windows.summit(row),
                            labelOf[windows.label(row)],
                            sampleOf[windows.sample(row)],
                            windows.peak(row),
                            windows.score(row),
                            windows.id(row))
                    .reversed(windows.reversed(row));
        }
        return builder;
    }
}
