package org.enhancerflow.tools.report;

import java.util.Locale;
import org.enhancerflow.artifacts.Estimate;
import org.jspecify.annotations.Nullable;

/** Numbers as the page shows them. */
final class Numbers {
    static final String UNDEFINED = "undefined";

    private Numbers() {}

    /** Three decimals: finer than any interval on a test set of less than a million windows. */
    static String value(@Nullable Double value) {
        return value == null ? UNDEFINED : String.format(Locale.ROOT, "%.3f", value);
    }

    /** {@code 0.731–0.749}, or nothing where no interval was computed. */
    static String interval(Estimate estimate) {
        return estimate.low() == null || estimate.high() == null
                ? ""
                : value(estimate.low()) + "–" + value(estimate.high());
    }

    /** Thousands apart by commas. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** As short as five significant digits allow: 0.759, 12.35, 4.1e-05. */
    static String significant(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return count((long) value);
        }
        String text = String.format(Locale.ROOT, "%.5g", value);
        return text.contains("e") || !text.contains(".") ? text : text.replaceFirst("0+$", "");
    }

    /** The first digits of a digest: enough to tell files of a run apart. */
    static String shortDigest(String sha256) {
        return sha256.substring(0, Math.min(12, sha256.length()));
    }

    /** {@code edge_dropped} as {@code edge dropped}. */
    static String words(String key) {
        return key.replace('_', ' ');
    }
}
