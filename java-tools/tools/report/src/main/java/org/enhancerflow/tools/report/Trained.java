package org.enhancerflow.tools.report;

import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.TrainingRecord;

/**
 * How one model was trained.
 *
 * @param name name of its folder
 * @param record settings and outcome
 * @param history evaluations on the way
 */
record Trained(String name, TrainingRecord record, History history) {}
