package org.enhancerflow.tools.report;

import java.util.Map;
import org.enhancerflow.artifacts.Trials;

/**
 * A search.
 *
 * @param name what was searched for, usually the model
 * @param trials its finished trials
 * @param importances share of each parameter in what makes a trial one of the best; empty where nobody has told
 */
record Searched(String name, Trials trials, Map<String, Double> importances) {}
