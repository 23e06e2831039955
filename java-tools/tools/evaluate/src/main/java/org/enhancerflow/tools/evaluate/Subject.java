package org.enhancerflow.tools.evaluate;

/**
 * What is measured on what.
 *
 * @param model name of the model
 * @param replicateOf the name it shares with runs that differ in the seed alone
 * @param testSet name of the test set
 * @param positiveLabel the class that scores speak of
 */
record Subject(String model, String replicateOf, String testSet, String positiveLabel) {
    Subject withModel(String other) {
        return new Subject(other, other, testSet, positiveLabel);
    }
}
