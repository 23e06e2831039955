/**
 * Binary classification statistics on primitive arrays, equal to scikit-learn: ranking metrics, curves, thresholds,
 * calibration, temperature scaling, bootstrap intervals and DeLong's test. No dependencies, no files, no clock; every
 * random draw comes from a seed that the caller gives.
 */
@NullMarked
package org.enhancerflow.statistics;

import org.jspecify.annotations.NullMarked;
