/**
 * Measures a model, or a file of scores, on the test windows: temperature and threshold from validation, then metrics with
 * confidence intervals, curves, calibration and predictions.
 */
@NullMarked
package org.enhancerflow.tools.evaluate;

import org.jspecify.annotations.NullMarked;
