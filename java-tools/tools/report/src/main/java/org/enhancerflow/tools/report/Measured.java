package org.enhancerflow.tools.report;

import java.util.Optional;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Strata;

/**
 * One column of the comparison: a model or a baseline on one test set.
 *
 * @param metrics values
 * @param curves curves
 * @param strata the same by parts of the test set; none for a baseline
 * @param baseline whether it needs no model
 */
record Measured(Metrics metrics, Curves curves, Optional<Strata> strata, boolean baseline) {
    /** The best reachable answer, where it is known: shown beside the models, competing with none. */
    private static final String ORACLE = "oracle";

    private static final Estimate MISSING = new Estimate(null, null, null);

    String name() {
        return metrics.model();
    }

    boolean isOracle() {
        return name().equals(ORACLE);
    }

    /** Whether it is one of the models that the page compares. */
    boolean competes() {
        return !baseline && !isOracle();
    }

    /** The named value; one without a number where it is missing or undefined. */
    Estimate value(String key) {
        return metrics.values().getOrDefault(key, MISSING);
    }
}
