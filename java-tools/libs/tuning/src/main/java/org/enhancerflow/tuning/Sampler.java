package org.enhancerflow.tuning;

import java.util.Map;

/** Chooses the parameters of the next trial. */
public interface Sampler {
    /**
     * Internal values for every parameter of the space.
     *
     * @param draw which draw of the study this is, from 0; the same draw over the same history gives the same values, so
     *     that a study that was interrupted goes on as if it had not been
     * @param history the trials to learn from
     */
    Map<String, Double> sample(SearchSpace space, int draw, StudyHistory history);
}
