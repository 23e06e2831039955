package org.enhancerflow.learning;

import java.util.List;
import org.enhancerflow.artifacts.History;

/**
 * Where a training stands between two steps, apart from the tensors. Order of data and random numbers follow from seed and step.
 *
 * @param step steps done
 * @param lossSum losses of the steps since the last evaluation, added up
 * @param lossCount number of them
 * @param rows evaluations so far
 * @param bestStep step of the best evaluation; 0 before the first
 * @param bestPrAuc its average precision
 * @param bestLoss its validation loss
 * @param sinceBest evaluations since the best one
 * @param microBatch rows that run together at most; it falls where memory runs out, and stays low
 * @param finished whether training is over
 */
public record TrainingState(
        long step,
        double lossSum,
        long lossCount,
        List<History.Row> rows,
        long bestStep,
        double bestPrAuc,
        double bestLoss,
        long sinceBest,
        int microBatch,
        boolean finished) {

    public TrainingState {
        rows = List.copyOf(rows);
    }

    static TrainingState start(int microBatch) {
        return new TrainingState(0, 0, 0, List.of(), 0, -1, 0, 0, microBatch, false);
    }

    TrainingState stepped(float loss) {
        return new TrainingState(
                step + 1,
                lossSum + loss,
                lossCount + 1,
                rows,
                bestStep,
                bestPrAuc,
                bestLoss,
                sinceBest,
                microBatch,
                finished);
    }

    /** The state after an evaluation; equal average precision counts as better when the loss is lower. */
    TrainingState evaluated(History.Row row) {
        List<History.Row> all = new java.util.ArrayList<>(rows);
        all.add(row);
        boolean better = isBetter(row);
        return new TrainingState(
                step,
                0,
                0,
                all,
                better ? step : bestStep,
                better ? row.validationPrAuc() : bestPrAuc,
                better ? row.validationLoss() : bestLoss,
                better ? 0 : sinceBest + 1,
                microBatch,
                finished);
    }

    private boolean isBetter(History.Row row) {
        int order = Double.compare(row.validationPrAuc(), bestPrAuc);
        return order > 0 || (order == 0 && row.validationLoss() < bestLoss);
    }

    TrainingState asFinished() {
        return with(microBatch, true);
    }

    TrainingState withMicroBatch(int rowsTogether) {
        return with(rowsTogether, finished);
    }

    private TrainingState with(int rowsTogether, boolean over) {
        return new TrainingState(
                step, lossSum, lossCount, rows, bestStep, bestPrAuc, bestLoss, sinceBest, rowsTogether, over);
    }
}
