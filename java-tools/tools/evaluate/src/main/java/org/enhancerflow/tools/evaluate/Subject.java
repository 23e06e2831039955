package org.enhancerflow.tools.evaluate;

/**
 * What is measured on what.
 *
 * @param model name of the model
 * @param testSet name of the test set
 * @param positiveLabel the class that scores speak of
 */
record Subject(String model, String testSet, String positiveLabel) {
    Subject withModel(String other) {
        return new Subject(other, testSet, positiveLabel);
    }
}
