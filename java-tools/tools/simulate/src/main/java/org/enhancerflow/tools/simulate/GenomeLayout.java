package org.enhancerflow.tools.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * Which block of DNA lies where. A contig is a row of blocks; most are new, some repeat an earlier block of the genome as
 * it is or inverted, and some are gaps of N. Any block can be looked up without the ones before it.
 */
final class GenomeLayout {
    /** Bases of a block; a contig's last block is longer. */
    static final int BLOCK = 8000;

    private static final int AUTOSOMES = 10;
    private static final int BLOCKS_PER_ISOCHORE = 25;
    private static final double[] GC_LEVELS = {0.38, 0.42, 0.46, 0.51};
    private static final double COPIED = 0.05;
    private static final int ATTEMPTS = 20;
    private static final double GAP_SHARE = 0.02;
    private static final int LAST_BLOCK_STEP = 137;

    private final long seed;
    private final List<ContigPlan> contigs;
    private final int blocks;

    /**
     * A contig.
     *
     * @param name as in the FASTA file
     * @param firstBlock number of its first block, counted through the genome
     * @param blocks how many it has
     * @param length in bases
     * @param canonical whether EXTRACT takes it by default (chr1-22, X, Y, M)
     */
    record ContigPlan(String name, int firstBlock, int blocks, long length, boolean canonical) {
        int gapFrom() {
            return firstBlock + blocks / 2;
        }

        int gapTo() {
            return gapFrom() + Math.max(1, (int) (blocks * GAP_SHARE));
        }
    }

    /** Where in its contig a block lies. */
    enum Place {
        FIRST,
        INNER,
        LAST
    }

    /**
     * A block.
     *
     * @param content the block whose DNA this is: its own number, or that of the copied one; -1 for a gap of N
     * @param inverted whether the DNA is the reverse complement of that content
     * @param length in bases
     */
    record Block(int number, int content, boolean inverted, int length, Place place) {
        boolean isGap() {
            return content < 0;
        }

        boolean isCopy() {
            return content >= 0 && content != number;
        }
    }

    GenomeLayout(SimulationConfig config) {
        this.seed = config.seed();
        int total = (int) (config.genomeMegabases() * 1_000_000L / BLOCK);
        List<ContigPlan> plans = new ArrayList<>();
        int first = 0;
        int extra = Math.max(3, total / 100);
        for (int c = 0; c <= AUTOSOMES; c++) {
            // Sizes fall evenly from the first contig to the last, 1.6 to 0.4 of the mean.
            double share = (1.6 - 1.2 * c / AUTOSOMES) / (AUTOSOMES + 1);
            int n = Math.max(5, (int) ((total - extra) * share));
            plans.add(plan(c < AUTOSOMES ? "chr" + (c + 1) : "chrX", first, n, c, true));
            first += n;
        }
        plans.add(plan("chrUn_1", first, extra, AUTOSOMES + 1, false));
        this.contigs = List.copyOf(plans);
        this.blocks = first + extra;
    }

    private static ContigPlan plan(String name, int first, int blocks, int index, boolean canonical) {
        return new ContigPlan(name, first, blocks, (long) blocks * BLOCK + LAST_BLOCK_STEP * (index + 1L), canonical);
    }

    List<ContigPlan> contigs() {
        return contigs;
    }

    /** How many blocks the genome has. */
    int blocks() {
        return blocks;
    }

    private ContigPlan contigOf(int block) {
        int low = 0;
        int high = contigs.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (contigs.get(middle).firstBlock() <= block) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return contigs.get(low);
    }

    /** The block with the given number. */
    Block block(int number) {
        ContigPlan contig = contigOf(number);
        int within = number - contig.firstBlock();
        Place place = within == 0 ? Place.FIRST : within == contig.blocks() - 1 ? Place.LAST : Place.INNER;
        int length = place == Place.LAST ? (int) (contig.length() - (long) within * BLOCK) : BLOCK;
        if (number >= contig.gapFrom() && number < contig.gapTo()) {
            return new Block(number, -1, false, length, place);
        }
        Randomness random = Randomness.of(seed, Randomness.Part.COPY, number);
        if (mayBeCopied(number) && random.chance(COPIED)) {
            // The first blocks have few before them, perhaps none that may be copied: then the block is new.
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int content = random.below(number);
                if (mayBeCopied(content) && !block(content).isCopy()) {
                    return new Block(number, content, random.chance(0.5), length, place);
                }
            }
        }
        return new Block(number, number, false, length, place);
    }

    /** Whether a block is an inner one of a canonical contig and no gap: only such blocks copy and are copied. */
    private boolean mayBeCopied(int number) {
        ContigPlan contig = contigOf(number);
        boolean inner = number > contig.firstBlock() && number < contig.firstBlock() + contig.blocks() - 1;
        return inner && contig.canonical() && (number < contig.gapFrom() || number >= contig.gapTo());
    }

    /** GC content of a content's background. */
    double gc(int content) {
        int isochore = content / BLOCKS_PER_ISOCHORE;
        return GC_LEVELS[Randomness.of(seed, Randomness.Part.ISOCHORE, isochore).below(GC_LEVELS.length)];
    }
}
