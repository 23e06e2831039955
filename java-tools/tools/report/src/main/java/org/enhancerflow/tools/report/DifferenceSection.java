package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.enhancerflow.artifacts.Comparison;
import org.enhancerflow.artifacts.Estimate;
import org.jspecify.annotations.Nullable;

/** Whether models differ by more than chance, and how far runs of one model lie apart. */
final class DifferenceSection {
    private DifferenceSection() {}

    static Html of(Comparison comparison) {
        Html html = new Html();
        if (!comparison.pairs().isEmpty()) {
            pairs(html, comparison);
        }
        comparison.replicates().forEach(replicates -> replicates(html, replicates));
        return html;
    }

    private static void pairs(Html html, Comparison comparison) {
        html.element("h3", "Differences between models");
        int count = comparison.pairs().size();
        Table table = new Table(
                "The first model less the second, on the same " + Numbers.count(comparison.windows()) + " windows of “"
                        + comparison.testSet() + "”. In brackets the 95 % interval of the paired bootstrap."
                        + (count > 1 ? " The p values are not corrected for there being " + count + " pairs." : ""),
                "Pair",
                "ROC-AUC",
                "p (DeLong)",
                "PR-AUC",
                "p (bootstrap)",
                "Right by the first alone",
                "Right by the second alone",
                "p (McNemar)");
        for (Comparison.Pair pair : comparison.pairs()) {
            Comparison.DeLong delong = pair.delong();
            table.row(
                    pair.first() + " − " + pair.second(),
                    difference(pair.rocAuc()),
                    p(delong == null ? null : delong.p()),
                    difference(pair.prAuc()),
                    p(pair.prAuc().p()),
                    Numbers.count(pair.mcnemar().onlyFirst()),
                    Numbers.count(pair.mcnemar().onlySecond()),
                    p(pair.mcnemar().p()));
        }
        html.add(table.html());
        verdicts(html, comparison);
    }

    /** Read aloud, one line a pair; 0.05 is the field's habit, not a law. */
    private static void verdicts(Html html, Comparison comparison) {
        List<String> even = new ArrayList<>();
        html.open("ul", "class", "remarks");
        for (Comparison.Pair pair : comparison.pairs()) {
            Double value = pair.rocAuc().value();
            Comparison.DeLong delong = pair.delong();
            if (value == null || delong == null || delong.p() >= 0.05) {
                even.add(pair.first() + " and " + pair.second());
            } else {
                String better = value > 0 ? pair.first() : pair.second();
                String worse = value > 0 ? pair.second() : pair.first();
                html.element("li", better + " ranks better than " + worse + " (ROC-AUC, p " + sign(delong.p()) + ").");
            }
        }
        if (!even.isEmpty()) {
            html.element("li", "Not settled by ROC-AUC at p 0.05: " + String.join("; ", even) + ".");
        }
        html.close();
    }

    private static String sign(double p) {
        String text = p(p);
        return text.startsWith("<") ? text : "= " + text;
    }

    private static String difference(Comparison.Difference difference) {
        String interval = Numbers.interval(new Estimate(difference.value(), difference.low(), difference.high()));
        return Numbers.signed(difference.value()) + (interval.isEmpty() ? "" : " (" + interval + ")");
    }

    /** Small p values by their size only: a bootstrap knows no better. */
    private static String p(@Nullable Double p) {
        if (p == null) {
            return Numbers.UNDEFINED;
        }
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }

    private static void replicates(Html html, Comparison.Replicates replicates) {
        Table table = new Table(
                Numbers.count(replicates.runs().size()) + " runs of " + replicates.model() + " with other seeds: "
                        + String.join(", ", replicates.runs()),
                "Metric",
                "Mean",
                "Standard deviation",
                "Least",
                "Greatest");
        replicates
                .values()
                .forEach((key, spread) -> table.row(
                        MetricText.labelOf(key),
                        Numbers.value(spread.mean()),
                        Numbers.value(spread.deviation()),
                        Numbers.value(spread.low()),
                        Numbers.value(spread.high())));
        html.element("h3", "Spread of " + replicates.model() + " over seeds").add(table.html());
    }
}
