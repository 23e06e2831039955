package org.enhancerflow.tools.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Leakage;
import org.enhancerflow.artifacts.Metrics;

/** The first screen: the best model's main figures, and what they are worth. */
final class SummarySection {
    private SummarySection() {}

    static Html of(Contents contents) {
        Html html = new Html();
        for (String testSet : contents.testSets()) {
            List<Measured> columns = contents.of(testSet);
            best(columns).ifPresent(best -> tiles(html, best, columns, contents, testSet));
        }
        leakage(html, contents);
        return html;
    }

    /** The model of the highest average precision; the first of equals. */
    private static Optional<Measured> best(List<Measured> columns) {
        return columns.stream().filter(Measured::competes).max(Comparator.comparingDouble(SummarySection::prAuc));
    }

    private static double prAuc(Measured m) {
        Double value = m.value("pr_auc").value();
        return value == null ? -1 : value;
    }

    private static void tiles(Html html, Measured best, List<Measured> columns, Contents contents, String testSet) {
        Metrics metrics = best.metrics();
        html.open("p", "class", "lead").text("Best by PR-AUC: ");
        html.element("strong", best.name());
        html.text(", " + metrics.positiveLabel() + " against " + others(metrics) + " on "
                + Numbers.count(metrics.testWindows()) + " test windows"
                + (contents.testSets().size() > 1 ? " of " + metrics.testSet() : ""));
        html.close();
        html.open("dl", "class", "tiles");
        for (MetricText metric : MetricText.ALL.subList(0, 5)) {
            tile(html, metric, best.value(metric.key()));
        }
        html.close();
        html.open("ul", "class", "remarks");
        for (String remark : Remarks.of(best, columns, contents.comparison(testSet))) {
            html.element("li", remark);
        }
        html.close();
    }

    /** What the split allows belongs beside the figures that it may have made. */
    private static void leakage(Html html, Contents contents) {
        boolean several = contents.leakage().size() > 1;
        html.open("ul", "class", "remarks");
        for (Leakage leakage : contents.leakage()) {
            for (String warning : leakage.warnings()) {
                html.element("li", (several ? "Split " + leakage.strategy() + ": " : "") + warning + ".");
            }
        }
        html.close();
    }

    private static String others(Metrics metrics) {
        List<String> others = metrics.labels().stream()
                .filter(label -> !label.equals(metrics.positiveLabel()))
                .toList();
        return String.join(", ", others);
    }

    private static void tile(Html html, MetricText metric, Estimate estimate) {
        html.open("div");
        html.element("dt", metric.label());
        html.open("dd").text(Numbers.value(estimate.value()));
        String interval = Numbers.interval(estimate);
        if (!interval.isEmpty()) {
            html.element("small", interval);
        }
        html.close().close();
    }
}
