package org.enhancerflow.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model runs, as a user writes it: {@code auto} (the first CUDA device, the CPU where there is none), {@code cpu}, {@code cuda} or
 * {@code cuda:N}.
 *
 * @param text the choice as written
 */
public record DeviceChoice(String text) {

    // Before the constants, whose constructor uses it.
    private static final Pattern FORM = Pattern.compile("auto|cpu|cuda(?::(\\d{1,3}))?");

    /** The CPU. */
    public static final DeviceChoice CPU = new DeviceChoice("cpu");

    /** @throws IllegalArgumentException when the text is none of the four forms */
    public DeviceChoice {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("unknown device '" + text + "': use auto, cpu or cuda:0");
        }
    }

    boolean isCpu() {
        return text.equals("cpu");
    }

    boolean isAuto() {
        return text.equals("auto");
    }

    /** The CUDA device's number; 0 where none is written. */
    int index() {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() && matcher.group(1) != null ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
