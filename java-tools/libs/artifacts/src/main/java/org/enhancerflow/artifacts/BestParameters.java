package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code best.json}: the parameters of a study's best trial.
 *
 * @param trial the trial's number
 * @param value its objective (validation PR-AUC)
 * @param parameters by name, in the order of the search space; numbers and texts
 * @param importances share of each parameter in what makes a trial one of the best; empty with too few trials
 */
public record BestParameters(
        long trial, double value, Map<String, Object> parameters, Map<String, Double> importances) {
    public BestParameters {
        importances = Collections.unmodifiableMap(new LinkedHashMap<>(importances));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** Reads the file. */
    public static BestParameters read(Path file) throws IOException {
        return Json.read(file, BestParameters.class);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
