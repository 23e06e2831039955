package org.enhancerflow.tools.evaluate;

import java.util.Optional;

/**
 * What a model says about both parts.
 *
 * @param validation logits of the validation windows
 * @param test logits of the test windows
 * @param otherStrand of test windows, where their tokens are there
 */
record Answers(LabelledLogits validation, LabelledLogits test, Optional<OtherStrand> otherStrand) {}
