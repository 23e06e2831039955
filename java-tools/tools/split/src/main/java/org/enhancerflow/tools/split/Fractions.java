package org.enhancerflow.tools.split;

import org.enhancerflow.artifacts.Split;
import org.enhancerflow.kit.UsageException;

/** Shares of the corpus that go to training, validation and test; each above 0, together 1. */
record Fractions(double train, double validation, double test) {
    private static final double TOLERANCE = 1e-9;

    static Fractions parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length == 3) {
            try {
                Fractions fractions = new Fractions(
                        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
                if (fractions.isWhole()) {
                    return fractions;
                }
            } catch (NumberFormatException e) {
                // The message below is right for this, too.
            }
        }
        throw new UsageException(
                "--fractions is '" + text + "': give three numbers above 0 that add up to 1, such as 0.70,0.15,0.15");
    }

    double of(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    private boolean isWhole() {
        return train > 0 && validation > 0 && test > 0 && Math.abs(train + validation + test - 1) < TOLERANCE;
    }
}
