package org.enhancerflow.tools.simulate;

import java.util.List;

/** What every simulated data set has in common. */
final class Dataset {
    /** The two classes; an index into this list is a class elsewhere in this package. */
    static final List<String> LABELS = List.of("normal", "tumour");

    /** Samples of each class. */
    static final int SAMPLES_PER_LABEL = 3;

    /** Bases of a window; the summit is its base number 500 (0-based). */
    static final int WINDOW = 1000;

    /** Windows in which more than this share of bases is N are dropped by EXTRACT's default. */
    static final double MAX_N = 0.5;

    private Dataset() {}

    /** {@code tumour_1} and so on; samples are numbered class by class from 0. */
    static String sampleName(int sample) {
        return LABELS.get(sample / SAMPLES_PER_LABEL) + "_" + (sample % SAMPLES_PER_LABEL + 1);
    }

    static int samples() {
        return LABELS.size() * SAMPLES_PER_LABEL;
    }
}
