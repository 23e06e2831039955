package org.enhancerflow.tools.report;

import java.util.Locale;
import org.enhancerflow.artifacts.Estimate;
import org.jspecify.annotations.Nullable;

/** Numbers as the page shows them. */
final class Numbers {
    static final String UNDEFINED = "undefined";

    private static final String MINUS = "\u2212";

    private Numbers() {}

    /** Three decimals: finer than any interval on a test set of less than a million windows. */
    static String value(@Nullable Double value) {
        if (value == null) {
            return UNDEFINED;
        }
        String text = String.format(Locale.ROOT, "%.3f", Math.abs(value));
        return value < 0 && !text.equals("0.000") ? MINUS + text : text;
    }

    /**
     * {@code 0.731–0.749}; nothing where no interval was computed, or where its ends are alike to the last digit shown.
     */
    static String interval(Estimate estimate) {
        if (estimate.low() == null || estimate.high() == null) {
            return "";
        }
        String low = value(estimate.low());
        String high = value(estimate.high());
        return low.equals(high) ? "" : low + (low.startsWith(MINUS) ? " to " : "–") + high;
    }

    /** {@code 0.740 (0.731–0.749)}. */
    static String withInterval(Estimate estimate) {
        String interval = interval(estimate);
        return value(estimate.value()) + (interval.isEmpty() ? "" : " (" + interval + ")");
    }

    /** A difference: never without its sign. */
    static String signed(@Nullable Double value) {
        return value != null && value > 0 ? "+" + value(value) : value(value);
    }

    /** A share of 1 in percent with one decimal. */
    static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** A share of 1 as whole percent. */
    static String percent(double share) {
        long percent = Math.round(100 * share);
        return (percent < 0 ? MINUS : "") + Math.abs(percent) + " %";
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
