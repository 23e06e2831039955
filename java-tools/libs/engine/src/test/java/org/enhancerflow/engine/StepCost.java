package org.enhancerflow.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.enhancerflow.engine.dnabert2.Dnabert2;

/**
 * CPU seconds of a training step, ours and plain DJL's in turn in one process with one libtorch; started by java-tools/bench/engine.sh.
 * Arguments: layers, hidden, heads, intermediate, tokens, rows, steps of a round, rounds.
 */
final class StepCost {

    private static final OptimizerSettings ADAMW = new OptimizerSettings(0.9, 0.98, 1e-6, 0.01, true, 1, 0);
    private static final double RATE = 1e-4;

    private StepCost() {}

    public static void main(String[] args) {
        int[] sizes = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        Dnabert2 model = new Dnabert2(sizes[0], sizes[1], sizes[2], sizes[3], 4096, 2, 2, 0, 1e-12, 0.02, 0, 0, 0);
        Batch batch = batch(sizes[4], sizes[5]);
        int steps = sizes[6];
        List<float[]> values = Network.initial(model, 1);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network ours = new Network(torch, model, values);
                PlainModel plain = new PlainDnabert2(model, values, ADAMW, RATE)) {
            double[] oursCost = new double[sizes[7]];
            double[] plainCost = new double[sizes[7]];
            // The first round warms up the JVM and libtorch and is not counted.
            for (int round = -1; round < sizes[7]; round++) {
                double own = milliseconds(steps, () -> ours.step(List.of(batch), ADAMW, RATE, 1, 1));
                double other = milliseconds(steps, () -> plain.step(batch));
                if (round >= 0) {
                    oursCost[round] = own;
                    plainCost[round] = other;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: CPU ms per step: engine %.2f, plain DJL %.2f (medians of %d rounds of %d steps); ratio %.3f%n",
                    String.join(" ", args),
                    median(oursCost),
                    median(plainCost),
                    sizes[7],
                    steps,
                    median(oursCost) / median(plainCost));
        }
    }

    private static double milliseconds(int steps, Runnable step) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        for (int i = 0; i < steps; i++) {
            step.run();
        }
        return (system.getProcessCpuTime() - before) / 1e6 / steps;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Batch batch(int tokens, int rows) {
        RandomStream random = RandomStream.of(1, "ids");
        long[] ids = new long[rows * tokens];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = 5L + random.nextInt(4091);
        }
        int[] lengths = new int[rows];
        Arrays.fill(lengths, tokens);
        long[] labels = new long[rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = row % 2;
        }
        return new Batch(ids, lengths, tokens, labels);
    }
}
