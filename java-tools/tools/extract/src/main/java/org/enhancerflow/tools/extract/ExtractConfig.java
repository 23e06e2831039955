package org.enhancerflow.tools.extract;

import org.enhancerflow.kit.Arguments;

/**
 * The rules by which peaks become windows.
 *
 * @param window bases of each window; the summit stands at index {@code window / 2}
 * @param edge what to do where a window crosses its contig's end
 * @param noSummit what to do with peaks that give no summit
 * @param maxN largest share of N a window may have, 0 to 1
 * @param minPeaks samples with fewer peaks are left out
 */
record ExtractConfig(int window, Edge edge, NoSummit noSummit, double maxN, long minPeaks) {
    private static final int LARGEST_WINDOW = 100_000_000;

    /** What to do where a window crosses its contig's end. */
    enum Edge {
        PAD,
        DROP
    }

    /** What to do with peaks that give no summit. */
    enum NoSummit {
        MIDPOINT,
        DROP,
        ERROR
    }

    static ExtractConfig of(Arguments arguments) {
        return new ExtractConfig(
                arguments.integer("window", 1, LARGEST_WINDOW),
                arguments.choice("edge", Edge.class),
                arguments.choice("no-summit", NoSummit.class),
                arguments.decimal("max-n", 0, 1),
                arguments.longInteger("min-peaks", 0, Long.MAX_VALUE));
    }
}
