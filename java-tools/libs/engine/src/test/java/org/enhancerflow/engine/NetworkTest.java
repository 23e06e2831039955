package org.enhancerflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.engine.dnabert2.Dnabert2;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static final OptimizerSettings ADAMW = new OptimizerSettings(0.9, 0.98, 1e-6, 0.01, false, 1, 0.1);

    private static Dnabert2 model(double dropout) {
        return new Dnabert2(2, 16, 2, 24, 32, 2, 3, 3, 1e-12, 0.2, dropout, dropout, dropout);
    }

    @Test
    void equalSeedsGiveEqualBitsAndOtherSeedsOthers() {
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1)) {
            List<float[]> once = train(torch, 0.1, 5);
            assertThat(train(torch, 0.1, 5)).usingRecursiveComparison().isEqualTo(once);
            assertThat(train(torch, 0.1, 6).get(0)).isNotEqualTo(once.get(0));
            assertThat(train(torch, 0, 6).get(0)).isEqualTo(train(torch, 0, 5).get(0));
        }
    }

    private static List<float[]> train(Torch torch, double dropout, long seed) {
        try (Network network = Network.fresh(torch, model(dropout), 1)) {
            for (int step = 1; step <= 5; step++) {
                network.step(List.of(batch(step, 6, 6, 6)), ADAMW, 1e-2, step, seed + step);
            }
            return network.parameters();
        }
    }

    @Test
    void aStepOverSeveralBatchesEqualsOneOverThemJoined() {
        Batch whole = batch(9, 8, 8, 8, 8);
        Batch first = rows(whole, 0, 1);
        Batch second = rows(whole, 1, 4);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network together = Network.fresh(torch, model(0), 1);
                Network apart = Network.fresh(torch, model(0), 1)) {
            StepResult one = together.step(List.of(whole), ADAMW, 1e-2, 1, 1);
            StepResult two = apart.step(List.of(first, second), ADAMW, 1e-2, 1, 1);
            assertThat(two.loss()).isCloseTo(one.loss(), within(1e-6f));
            assertThat(two.gradientNorm()).isCloseTo(one.gradientNorm(), within(1e-5f));
            assertThat(one.gradientNorm()).isPositive();
        }
    }

    @Test
    void paddingDoesNotChangeARowsLogits() {
        Batch mixed = batch(4, 9, 5, 7);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, model(0), 1)) {
            float[] all = network.logits(mixed);
            for (int row = 0; row < 3; row++) {
                float[] alone = network.logits(rows(mixed, row, row + 1));
                for (int label = 0; label < 3; label++) {
                    assertThat(all[3 * row + label]).isCloseTo(alone[label], within(2e-6f));
                }
            }
        }
    }

    @Test
    void momentsAndParametersThatAreSetAreTheOnesTrainingGoesOnFrom() {
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network straight = Network.fresh(torch, model(0.1), 1);
                Network resumed = Network.fresh(torch, model(0.1), 2)) {
            straight.step(List.of(batch(1, 6, 6)), ADAMW, 1e-2, 1, 1);
            resumed.setParameters(straight.parameters());
            resumed.setMoments(moments(straight, true), moments(straight, false));
            straight.step(List.of(batch(2, 6, 6)), ADAMW, 1e-2, 2, 2);
            resumed.step(List.of(batch(2, 6, 6)), ADAMW, 1e-2, 2, 2);
            assertThat(resumed.parameters()).usingRecursiveComparison().isEqualTo(straight.parameters());
        }
    }

    private static List<float[]> moments(Network network, boolean first) {
        List<float[]> moments = new ArrayList<>();
        for (int i = 0; i < network.architecture().parameters().size(); i++) {
            moments.add(first ? network.firstMoment(i) : network.secondMoment(i));
        }
        return moments;
    }

    /** Longer by -Denhancerflow.steps=5000, as java-tools/bench/engine.sh has it. */
    @Test
    void memoryDoesNotGrowWithTheNumberOfSteps() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "SKIPPED: no /proc to read memory from");
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, model(0.1), 1)) {
            long before = 0;
            int steps = Integer.getInteger("enhancerflow.steps", 1500);
            for (int step = 1; step <= steps; step++) {
                network.step(List.of(batch(step, 6, 6), batch(step, 7)), ADAMW, 1e-3, step, step);
                network.logits(batch(step, 9, 5));
                if (step == 500) {
                    before = residentMegabytes();
                }
            }
            long growth = residentMegabytes() - before;
            System.out.printf("resident memory grew by %d MB from step 500 to step %d%n", growth, steps);
            assertThat(growth).isLessThan(64);
        }
    }

    private static long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static Batch batch(long seed, int... lengths) {
        RandomStream random = RandomStream.of(seed, "batch");
        int longest = java.util.Arrays.stream(lengths).max().orElseThrow();
        long[] ids = new long[lengths.length * longest];
        java.util.Arrays.fill(ids, 3);
        long[] labels = new long[lengths.length];
        for (int row = 0; row < lengths.length; row++) {
            for (int i = 0; i < lengths[row]; i++) {
                ids[row * longest + i] = 5L + random.nextInt(20);
            }
            labels[row] = random.nextInt(3);
        }
        return new Batch(ids, lengths, longest, labels);
    }

    /** Some rows of a batch, cut to the longest of them. */
    private static Batch rows(Batch batch, int from, int to) {
        int[] lengths = new int[to - from];
        long[] labels = new long[to - from];
        int longest = 0;
        for (int row = from; row < to; row++) {
            lengths[row - from] = batch.rowLength(row);
            labels[row - from] = batch.labels()[row];
            longest = Math.max(longest, batch.rowLength(row));
        }
        long[] ids = new long[lengths.length * longest];
        for (int row = from; row < to; row++) {
            System.arraycopy(batch.ids(), row * batch.length(), ids, (row - from) * longest, longest);
        }
        return new Batch(ids, lengths, longest, labels);
    }
}
