package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.enhancerflow.artifacts.Comparison;
import org.enhancerflow.artifacts.Estimate;

/** What a reader should hold against the best model's figures. */
final class Remarks {
    /** Fewer windows of a class than this make the intervals themselves unsure. */
    private static final long FEW = 100;

    /** The field's habit, not a law. */
    private static final double ALPHA = 0.05;

    private Remarks() {}

    static List<String> of(Measured best, List<Measured> columns, Optional<Comparison> comparison) {
        List<String> remarks = new ArrayList<>();
        chance(best, remarks);
        few(best, remarks);
        for (Measured other : columns) {
            if (!other.name().equals(best.name()) && !other.isOracle()) {
                against(best, other, comparison.flatMap(c -> pair(c, best, other)), remarks);
            }
        }
        remarks.add("Threshold " + Numbers.value(best.metrics().threshold()) + " and temperature "
                + Numbers.value(best.metrics().temperature()) + " were chosen on "
                + Numbers.count(best.metrics().validationWindows()) + " validation windows; test decided nothing.");
        return remarks;
    }

    private static void chance(Measured best, List<String> remarks) {
        Estimate auc = best.value("roc_auc");
        if (auc.value() == null) {
            remarks.add("The test set has one class only: areas under curves are undefined.");
        } else if (auc.low() != null && auc.low() <= 0.5) {
            remarks.add("No better than guessing: the interval of ROC-AUC reaches 0.5.");
        }
    }

    private static void few(Measured best, List<String> remarks) {
        long positives = best.metrics().positives();
        long fewest = Math.min(positives, best.metrics().testWindows() - positives);
        if (fewest < FEW) {
            remarks.add("One class has only " + Numbers.count(fewest)
                    + " test windows: take the figures as a check that the pipeline works.");
        }
    }

    private static Optional<Comparison.Pair> pair(Comparison comparison, Measured best, Measured other) {
        List<String> both = List.of(best.name(), other.name());
        return comparison.pairs().stream()
                .filter(pair -> both.contains(pair.first()) && both.contains(pair.second()))
                .findFirst();
    }

    /** Two models on the same windows are compared by a paired test; intervals that overlap say little. */
    private static void settled(Comparison.Pair pair, List<String> remarks) {
        Comparison.DeLong delong = pair.delong();
        if (delong != null && delong.p() >= ALPHA) {
            remarks.add(
                    "Whether " + pair.first() + " or " + pair.second() + " ranks better is not settled: their ROC-AUCs"
                            + " differ by chance alone with p " + String.format(Locale.ROOT, "%.3f", delong.p()) + ".");
        }
    }

    private static void against(Measured best, Measured other, Optional<Comparison.Pair> pair, List<String> remarks) {
        Double own = best.value("f1").value();
        Double theirs = other.value("f1").value();
        if (own == null || theirs == null) {
            return;
        }
        Double mcc = other.value("mcc").value();
        if (other.baseline() && mcc != null && mcc == 0) {
            remarks.add("“" + other.name() + "” reaches F1 " + Numbers.value(theirs) + " on the same windows without "
                    + "telling the classes apart: F1 alone proves little.");
        } else if (other.baseline() && theirs >= own) {
            remarks.add("The baseline “" + other.name() + "” has an F1 of " + Numbers.value(theirs)
                    + ", no worse than the model's.");
        } else if (pair.isPresent()) {
            settled(pair.get(), remarks);
        } else if (overlap(best.value("pr_auc"), other.value("pr_auc"))) {
            remarks.add("The PR-AUC intervals of " + best.name() + " and " + other.name()
                    + " overlap: which is better is not settled.");
        }
    }

    private static boolean overlap(Estimate a, Estimate b) {
        return a.low() != null
                && b.high() != null
                && a.high() != null
                && b.low() != null
                && a.low() <= b.high()
                && b.low() <= a.high();
    }
}
