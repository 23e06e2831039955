package org.enhancerflow.tools.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.enhancerflow.tools.simulate.Content.Locus;
import org.enhancerflow.tools.simulate.GenomeLayout.Block;
import org.enhancerflow.tools.simulate.GenomeLayout.Place;

/**
 * Makes the DNA of any block from the seed and the block's number: background, loci, then repeats and N over whatever
 * they hit. Repeats and N are placed without regard to classes, so that what they hide tells nothing about the class.
 */
final class ContentFactory {
    private static final int LOCI = 5;
    private static final double SHARED = 0.02;
    private static final double REPEAT_COVER = 0.15;
    private static final double DIVERGENCE = 0.12;
    private static final double TANDEM = 0.4;
    private static final double N_RUN = 0.04;
    private static final int TELOMERE = 2000;
    private static final int FAMILIES = 24;

    private final long seed;
    private final GenomeLayout layout;
    private final Grammar grammar;
    private final List<byte[]> families = new ArrayList<>();

    ContentFactory(SimulationConfig config, GenomeLayout layout, Grammar grammar) {
        this.seed = config.seed();
        this.layout = layout;
        this.grammar = grammar;
        for (int f = 0; f < FAMILIES; f++) {
            Randomness random = Randomness.of(seed, Randomness.Part.REPEAT_FAMILY, f);
            byte[] consensus = new byte[random.between(150, 1500)];
            Background.draw(consensus, 0, consensus.length, 0.36 + 0.2 * random.unit(), random);
            families.add(consensus);
        }
    }

    /** The content of an original block (not a gap, not a copy). */
    Content make(Block block) {
        Randomness random = Randomness.of(seed, Randomness.Part.CONTENT, block.number());
        double gc = layout.gc(block.number());
        byte[] bases = new byte[block.length()];
        Background.draw(bases, 0, bases.length, gc, random);
        List<Locus> loci = placeLoci(block, random);
        for (Locus locus : loci) {
            int from = Math.max(0, locus.center() - Locus.HALF);
            int to = Math.min(bases.length, locus.center() + Locus.HALF);
            grammar.draw(bases, from, to, locus.label(), gc, random);
        }
        disperseRepeats(bases, random);
        if (random.chance(TANDEM)) {
            tandemRepeat(bases, random);
        }
        if (random.chance(N_RUN)) {
            int length = random.between(200, 3000);
            fill(bases, random.below(bases.length - length), length, (byte) Content.UNKNOWN);
        }
        if (hasTelomere(block)) {
            fill(bases, 0, TELOMERE, (byte) Content.UNKNOWN);
        }
        return new Content(block.number(), bases, gc, loci);
    }

    /**
     * About half of the contigs begin with N; the others begin, and all contigs end, with DNA up to the last base. Numbers
     * below zero are no isochores, so that these draws are nobody else's.
     */
    private boolean hasTelomere(Block block) {
        return block.place() == Place.FIRST
                && Randomness.of(seed, Randomness.Part.ISOCHORE, -1 - block.number())
                        .chance(0.5);
    }

    private List<Locus> placeLoci(Block block, Randomness random) {
        int room = block.length() - LOCI * 2 * Locus.HALF;
        int[] gaps = new int[LOCI];
        for (int i = 0; i < LOCI; i++) {
            gaps[i] = random.below(room + 1);
        }
        Arrays.sort(gaps);
        List<Locus> loci = new ArrayList<>();
        for (int i = 0; i < LOCI; i++) {
            int center = gaps[i] + (2 * i + 1) * Locus.HALF;
            // The outermost locus of a contig reaches over its end; windows there are padded, by 480 bases at most.
            int inset = Locus.SHIFT + random.between(20, 300);
            if (block.place() == Place.FIRST && i == 0) {
                center = inset;
            } else if (block.place() == Place.LAST && i == LOCI - 1) {
                center = block.length() - inset;
            }
            int label = random.below(Dataset.LABELS.size());
            loci.add(new Locus(center, label, random.chance(SHARED)));
        }
        return List.copyOf(loci);
    }

    private void disperseRepeats(byte[] bases, Randomness random) {
        int left = (int) (REPEAT_COVER * bases.length * 2 * random.unit());
        while (left > 0) {
            byte[] family = families.get(random.below(families.size()));
            int length = Math.min(left, random.between(80, family.length + 1));
            int from = random.below(family.length - Math.min(length, family.length) + 1);
            int at = random.below(bases.length - length);
            boolean inverted = random.chance(0.5);
            for (int i = 0; i < length; i++) {
                int base = inverted ? 3 - family[from + length - 1 - i] : family[from + i];
                base = random.chance(DIVERGENCE) ? random.below(4) : base;
                bases[at + i] = (byte) (base | Content.REPEAT);
            }
            left -= length;
        }
    }

    private static void tandemRepeat(byte[] bases, Randomness random) {
        int period = random.between(1, 7);
        int length = random.between(30, 300);
        int at = random.below(bases.length - length);
        byte[] unit = new byte[period];
        Background.draw(unit, 0, period, 0.4, random);
        for (int i = 0; i < length; i++) {
            bases[at + i] = (byte) (unit[i % period] | Content.REPEAT);
        }
    }

    private static void fill(byte[] bases, int from, int length, byte value) {
        Arrays.fill(bases, from, from + length, value);
    }
}
