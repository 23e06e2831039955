package org.enhancerflow.tools.benchmark;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found.
 *
 * @param device where it ran
 * @param precision type of number
 * @param sequencesPerSecond by wall clock
 * @param tokensPerSecond without padding
 * @param operationsPerSecond of the model, forward and backward, padding not counted
 * @param peakOperationsPerSecond of a matrix product on the same device in the same precision
 * @param cpuSecondsPerStep of the whole process
 * @param memoryMegabytes most memory in use: of the device, on the CPU of the process; null where it cannot be read
 * @param lastLoss mean loss of the last tenth of the steps
 */
record Speed(
        String device,
        String precision,
        double sequencesPerSecond,
        double tokensPerSecond,
        double operationsPerSecond,
        double peakOperationsPerSecond,
        double cpuSecondsPerStep,
        @Nullable Long memoryMegabytes,
        double lastLoss) {

    String text() {
        return String.format(
                Locale.ROOT,
                "%s %s: %.1f sequences/s, %.0f tokens/s, %.1f %% of peak (%.2f TFLOP/s in a matrix product), %.3f CPU s a step, %s MB, loss %.4f",
                device,
                precision,
                sequencesPerSecond,
                tokensPerSecond,
                100 * operationsPerSecond / peakOperationsPerSecond,
                peakOperationsPerSecond / 1e12,
                cpuSecondsPerStep,
                memoryMegabytes == null ? "unknown" : memoryMegabytes.toString(),
                lastLoss);
    }
}
