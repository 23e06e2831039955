package org.enhancerflow.learning;

import java.util.List;
import org.enhancerflow.artifacts.History;

/**
 * What a training ends with.
 *
 * @param best parameters of the best evaluation, in the architecture's order
 * @param history all evaluations
 * @param steps optimizer steps done
 * @param bestStep step of the best evaluation
 * @param bestPrAuc its average precision on validation
 */
public record TrainingResult(List<float[]> best, History history, long steps, long bestStep, double bestPrAuc) {}
