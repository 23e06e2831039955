package org.enhancerflow.tools.simulate;

import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.tools.simulate.Content.Locus;
import org.enhancerflow.tools.simulate.GenomeLayout.Block;

/**
 * Which windows the samples have in a block. Peaks are shared out evenly over the blocks that are not gaps; within a block
 * each is, by chance, a new locus, a shifted window of a locus that has one already, or the very summit of another peak in
 * another sample, of the same class or of the other. In a copied block most peaks sit at the places of the original's.
 */
final class PeakPlan {
    private static final double SAME_CLASS_AGAIN = 0.08;
    private static final double OTHER_CLASS_AGAIN = 0.015;
    private static final double SHIFTED = 0.15;
    private static final double COPIED_PLACE = 0.75;
    private static final double COPIED_LABEL = 0.92;

    private final SimulationConfig config;
    private final GenomeLayout layout;
    private final int[] blocksWithPeaks;

    PeakPlan(SimulationConfig config, GenomeLayout layout) {
        this.config = config;
        this.layout = layout;
        this.blocksWithPeaks = new int[layout.blocks() + 1];
        for (int b = 0; b < layout.blocks(); b++) {
            blocksWithPeaks[b + 1] = blocksWithPeaks[b] + (layout.block(b).isGap() ? 0 : 1);
        }
    }

    /**
     * A peak, by its window.
     *
     * @param start the window's first base, 0-based in the content (not the contig); may be negative
     * @param sample number of the sample, which gives the class
     * @param locus index into the content's loci
     */
    record Placed(int start, int sample, int locus) {
        int label() {
            return sample / Dataset.SAMPLES_PER_LABEL;
        }
    }

    private int peaksOf(int block) {
        long all = blocksWithPeaks[layout.blocks()];
        long before = blocksWithPeaks[block];
        long after = blocksWithPeaks[block + 1];
        return (int) (after * config.peaks() / all - before * config.peaks() / all);
    }

    /**
     * The peaks of a block, in no particular order.
     *
     * @param content the block's DNA, which for a copy is the original's
     */
    List<Placed> peaks(Block block, Content content) {
        Randomness random = Randomness.of(config.seed(), Randomness.Part.PEAKS, block.number());
        if (!block.isCopy()) {
            return original(peaksOf(block.number()), content.loci(), random);
        }
        Randomness again = Randomness.of(config.seed(), Randomness.Part.PEAKS, block.content());
        List<Placed> source = original(Math.max(1, peaksOf(block.content())), content.loci(), again);
        List<Placed> placed = new ArrayList<>();
        for (int i = peaksOf(block.number()); i > 0; i--) {
            Placed old = source.get(random.below(source.size()));
            int label = random.chance(COPIED_LABEL) ? old.label() : 1 - old.label();
            Locus locus = content.loci().get(old.locus());
            placed.add(
                    random.chance(COPIED_PLACE)
                            ? new Placed(old.start(), sampleOf(label, random), old.locus())
                            : shifted(old.locus(), locus, random));
        }
        return placed;
    }

    private static List<Placed> original(int count, List<Locus> loci, Randomness random) {
        List<Integer> unused = new ArrayList<>();
        for (int i = 0; i < loci.size(); i++) {
            unused.add(random.below(unused.size() + 1), i);
        }
        List<Placed> placed = new ArrayList<>();
        while (placed.size() < count) {
            double kind = placed.isEmpty() ? 1 : random.unit();
            Placed old = placed.isEmpty() ? null : placed.get(random.below(placed.size()));
            if (old != null && kind < SAME_CLASS_AGAIN + OTHER_CLASS_AGAIN) {
                placed.add(again(old, kind < SAME_CLASS_AGAIN, random));
            } else if (old != null && (kind < SAME_CLASS_AGAIN + OTHER_CLASS_AGAIN + SHIFTED || unused.isEmpty())) {
                placed.add(shifted(old.locus(), loci.get(old.locus()), random));
            } else {
                int locus = unused.remove(unused.size() - 1);
                placed.add(shifted(locus, loci.get(locus), random));
            }
        }
        return placed;
    }

    private static Placed again(Placed old, boolean sameClass, Randomness random) {
        if (!sameClass) {
            return new Placed(old.start(), sampleOf(1 - old.label(), random), old.locus());
        }
        int first = old.label() * Dataset.SAMPLES_PER_LABEL;
        int step = random.between(1, Dataset.SAMPLES_PER_LABEL);
        int other = first + (old.sample() - first + step) % Dataset.SAMPLES_PER_LABEL;
        return new Placed(old.start(), other, old.locus());
    }

    private static Placed shifted(int index, Locus locus, Randomness random) {
        int summit = locus.center() + random.between(-Locus.SHIFT, Locus.SHIFT);
        int label = locus.shared() ? random.below(Dataset.LABELS.size()) : locus.label();
        return new Placed(summit - Dataset.WINDOW / 2, sampleOf(label, random), index);
    }

    private static int sampleOf(int label, Randomness random) {
        return label * Dataset.SAMPLES_PER_LABEL + random.below(Dataset.SAMPLES_PER_LABEL);
    }
}
