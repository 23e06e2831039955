package org.enhancerflow.tools.evaluate;

/**
 * What a model says about both parts.
 *
 * @param validation logits of the validation windows
 * @param test logits of the test windows
 */
record Answers(LabelledLogits validation, LabelledLogits test) {}
