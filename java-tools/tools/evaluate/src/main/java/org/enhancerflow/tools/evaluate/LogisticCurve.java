package org.enhancerflow.tools.evaluate;

/**
 * Logistic regression on one number, by Newton's method with a small ridge that keeps separable rows finite.
 *
 * @param mean of the numbers it was fitted on
 * @param scale their standard deviation, or 1 where it is 0
 * @param intercept log odds at the mean
 * @param slope log odds per standard deviation
 */
record LogisticCurve(double mean, double scale, double intercept, double slope) {
    private static final int ITERATIONS = 50;
    private static final double RIDGE = 1e-3;

    static LogisticCurve fit(double[] numbers, boolean[] positive) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        double mean = sum / numbers.length;
        double squares = 0;
        for (double number : numbers) {
            squares += (number - mean) * (number - mean);
        }
        double deviation = Math.sqrt(squares / numbers.length);
        LogisticCurve curve = new LogisticCurve(mean, deviation > 0 ? deviation : 1, 0, 0);
        for (int i = 0; i < ITERATIONS; i++) {
            curve = curve.improved(numbers, positive);
        }
        return curve;
    }

    private LogisticCurve improved(double[] numbers, boolean[] positive) {
        double gradientIntercept = -RIDGE * intercept;
        double gradientSlope = -RIDGE * slope;
        double interceptTwice = RIDGE;
        double both = 0;
        double slopeTwice = RIDGE;
        for (int i = 0; i < numbers.length; i++) {
            double x = (numbers[i] - mean) / scale;
            double p = 1 / (1 + Math.exp(-(intercept + slope * x)));
            double error = (positive[i] ? 1 : 0) - p;
            double weight = p * (1 - p);
            gradientIntercept += error;
            gradientSlope += error * x;
            interceptTwice += weight;
            both += weight * x;
            slopeTwice += weight * x * x;
        }
        double determinant = interceptTwice * slopeTwice - both * both;
        return new LogisticCurve(
                mean,
                scale,
                intercept + (slopeTwice * gradientIntercept - both * gradientSlope) / determinant,
                slope + (interceptTwice * gradientSlope - both * gradientIntercept) / determinant);
    }

    double logit(double number) {
        return intercept + slope * (number - mean) / scale;
    }
}
