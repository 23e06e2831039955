package org.enhancerflow.tools.report;

import org.enhancerflow.artifacts.Trials;

/**
 * A search.
 *
 * @param name what was searched for, usually the model
 * @param trials its finished trials
 */
record Searched(String name, Trials trials) {}
