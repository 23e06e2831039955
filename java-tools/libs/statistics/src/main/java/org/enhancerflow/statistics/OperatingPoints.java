package org.enhancerflow.statistics;

/** What a user gets who must hold one side: recall at a fixed precision, and precision at a fixed recall. */
public final class OperatingPoints {
    private OperatingPoints() {}

    /**
     * The highest recall of any threshold whose precision is at least {@code precision}; 0 when no threshold reaches it,
     * NaN without positives.
     */
    public static double recallAtPrecision(BinaryScores scores, double precision) {
        if (scores.positives() == 0) {
            return Double.NaN;
        }
        long truePositives = 0;
        long called = 0;
        long best = 0;
        for (int i = 0; i < scores.groups(); i++) {
            truePositives += scores.positivesAt(i);
            called += scores.positivesAt(i) + (long) scores.negativesAt(i);
            // Recall only rises on the way down: the last threshold that is precise enough is the best one.
            if (truePositives >= precision * called && truePositives > 0) {
                best = truePositives;
            }
        }
        return (double) best / scores.positives();
    }

    /** The highest precision of any threshold whose recall is at least {@code recall}; NaN without positives. */
    public static double precisionAtRecall(BinaryScores scores, double recall) {
        if (scores.positives() == 0) {
            return Double.NaN;
        }
        double enough = recall * scores.positives();
        long truePositives = 0;
        long called = 0;
        double best = 0;
        for (int i = 0; i < scores.groups(); i++) {
            truePositives += scores.positivesAt(i);
            called += scores.positivesAt(i) + (long) scores.negativesAt(i);
            if (truePositives >= enough && called > 0) {
                best = Math.max(best, (double) truePositives / called);
            }
        }
        return best;
    }
}
