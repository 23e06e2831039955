package org.enhancerflow.tools.evaluate;

import java.util.function.IntToDoubleFunction;

/** Answers that need no model, measured by the same way: what a figure is worth shows beside them. */
final class Baselines {
    static final String ALWAYS_POSITIVE = "always positive";
    static final String GC_CONTENT = "GC content";

    private Baselines() {}

    /**
     * Every window alike: the logits are the logarithms of the classes' shares in validation, each class counted once more,
     * so that none has share 0. At its best-F1 threshold it calls everything positive.
     */
    static LabelledLogits alike(LabelledLogits table, LabelledLogits validation) {
        int classes = validation.labels().size();
        double[] shares = new double[classes];
        for (int row = 0; row < validation.size(); row++) {
            shares[validation.classOf(row)]++;
        }
        double[] logits = new double[table.size() * classes];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Math.log((shares[i % classes] + 1) / (validation.size() + classes));
        }
        return withLogits(table, logits);
    }

    /**
     * One number per window, such as its GC content, made log odds of the positive class by a logistic curve fitted on
     * validation. For two classes.
     *
     * @param number by row of the corpus
     */
    static LabelledLogits ofNumber(
            LabelledLogits table, LabelledLogits validation, int positive, IntToDoubleFunction number) {
        double[] numbers = new double[validation.size()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = number.applyAsDouble(validation.window(row));
        }
        LogisticCurve curve = LogisticCurve.fit(numbers, validation.is(positive));
        double[] logits = new double[2 * table.size()];
        for (int row = 0; row < table.size(); row++) {
            logits[2 * row + positive] = curve.logit(number.applyAsDouble(table.window(row)));
        }
        return withLogits(table, logits);
    }

    private static LabelledLogits withLogits(LabelledLogits table, double[] logits) {
        int[] windows = new int[table.size()];
        for (int row = 0; row < windows.length; row++) {
            windows[row] = table.window(row);
        }
        return new LabelledLogits(table.labels(), windows, table.classes(), logits);
    }
}
