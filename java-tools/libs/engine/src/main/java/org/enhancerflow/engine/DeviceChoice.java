package org.enhancerflow.engine;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a model runs, as a user writes it: {@code auto} (the first CUDA device, the CPU where there is none), {@code cpu}, {@code cuda},
 * {@code cuda:N}, or several devices of one machine joined by commas, which share out the batches of a training step. {@code cpu,cpu}
 * gains nothing; it is how sharing is tried without a GPU.
 *
 * @param text the choice as written
 */
public record DeviceChoice(String text) {

    // Before the constants, whose constructor uses it.
    private static final Pattern FORM =
            Pattern.compile("auto|DEVICE(?:,DEVICE)*".replace("DEVICE", "(?:cpu|cuda(?::\\d{1,3})?)"));

    private static final String CUDA = "cuda";

    /** The CPU. */
    public static final DeviceChoice CPU = new DeviceChoice("cpu");

    /** @throws IllegalArgumentException when the text has none of the forms */
    public DeviceChoice {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "unknown device '" + text + "': use auto, cpu or cuda:0; several are joined by commas");
        }
    }

    /**
     * Numbers of the CUDA devices chosen, -1 for the CPU.
     *
     * @param available number of CUDA devices there are, which {@code auto} depends on
     */
    List<Integer> indices(int available) {
        if (text.equals("auto")) {
            return List.of(available == 0 ? -1 : 0);
        }
        return Arrays.stream(text.split(",", -1)).map(DeviceChoice::index).toList();
    }

    private static int index(String device) {
        if (!device.startsWith(CUDA)) {
            return -1;
        }
        return device.equals(CUDA) ? 0 : Integer.parseInt(device.substring(CUDA.length() + 1));
    }
}
