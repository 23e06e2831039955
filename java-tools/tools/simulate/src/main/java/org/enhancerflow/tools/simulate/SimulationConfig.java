package org.enhancerflow.tools.simulate;

import org.enhancerflow.kit.UsageException;

/**
 * What a user chooses.
 *
 * @param genomeMegabases size of the genome, to within a block (8 kb) per contig
 * @param peaks how many peaks all samples have together, exactly
 * @param seed everything else follows from it
 */
record SimulationConfig(int genomeMegabases, int peaks, long seed) {
    static final int LARGEST_GENOME = 4000;
    static final int FEWEST_PEAKS = 100;
    static final int MOST_PEAKS = 40_000_000;
    private static final int PEAKS_PER_MEGABASE = 10_000;

    SimulationConfig {
        int most = genomeMegabases * PEAKS_PER_MEGABASE;
        if (peaks > most) {
            throw new UsageException("--peaks is " + peaks + ": a genome of " + genomeMegabases + " Mb has room for "
                    + most + " peaks; give fewer peaks or a larger --genome-mb");
        }
    }
}
