package org.enhancerflow.learning;

import java.io.IOException;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.EngineUnavailableException;
import org.enhancerflow.engine.Precision;
import org.enhancerflow.engine.ScriptException;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.TryAgainException;
import org.enhancerflow.kit.UsageException;

/**
 * Where a tool's models run: the options {@code --threads}, {@code --device} and {@code --precision}.
 *
 * @param device the device as the user named it
 * @param threads CPU threads of one operation
 * @param precision type of number that models calculate in
 */
public record Hardware(DeviceChoice device, int threads, Precision precision) {
    private static final int MAX_THREADS = 1024;

    /** Work that needs a device. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does the work; the device is closed afterwards. */
        T on(Torch torch) throws IOException;
    }

    /** Declares the options. */
    public static void declare(ToolOptions.Builder options) {
        options.withDefault("threads", "N", "2", "CPU threads; logits depend on their number in the last bits")
                .withDefault("device", "D", "auto", "auto, cpu or cuda:N; several joined by commas train together")
                .withDefault(
                        "precision",
                        "TYPE",
                        "fp32",
                        "fp32, or bf16: weights stay fp32, the model calculates in bfloat16");
    }

    /** Reads the options. */
    public static Hardware of(Arguments arguments) {
        try {
            return new Hardware(
                    new DeviceChoice(arguments.text("device")),
                    arguments.integer("threads", 1, MAX_THREADS),
                    arguments.choice("precision", Precision.class));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Starts libtorch for some work.
     *
     * @throws UsageException when libtorch cannot be loaded or the device does not exist
     * @throws TryAgainException when the device's memory runs out
     */
    public <T> T run(Work<T> work) throws IOException {
        try (Torch torch = Torch.start(device, threads, precision)) {
            return work.on(torch);
        } catch (EngineUnavailableException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (ScriptException e) {
            if (e.outOfMemory()) {
                throw new TryAgainException("memory ran out: lower batch_size, or give more");
            }
            throw e;
        }
    }
}
