package org.enhancerflow.tools.report;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Metrics;

/** The table of models and baselines on one test set: a row per metric, a column per model. */
final class ComparisonSection {
    private ComparisonSection() {}

    static Html of(String testSet, List<Measured> columns) {
        Html html = new Html();
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Metrics on " + testSet);
        html.open("table", "class", "comparison");
        html.element("caption", caption(testSet, columns.get(0).metrics()));
        html.open("thead").open("tr");
        html.element("th", "Metric", "scope", "col");
        for (Measured m : columns) {
            html.open("th", "scope", "col", "class", m.baseline() ? "baseline" : "model");
            html.text(m.name());
            if (!m.competes()) {
                html.element("small", m.baseline() ? "baseline" : "best reachable");
            }
            html.close();
        }
        html.close().close();
        html.open("tbody");
        for (MetricText metric : MetricText.ALL) {
            if (columns.stream().noneMatch(m -> m.metrics().values().containsKey(metric.key()))) {
                continue;
            }
            metricRow(html, metric, columns);
        }
        wayRow(html, columns);
        html.close();
        html.open("tbody", "class", "settings");
        settingRow(html, "Threshold", "chosen on validation for the best F1", columns, Metrics::threshold);
        settingRow(
                html, "Temperature", "fitted on validation; logits are divided by it", columns, Metrics::temperature);
        optimismRow(html, columns);
        html.close().close().close();
        return html;
    }

    private static String caption(String testSet, Metrics metrics) {
        return Numbers.count(metrics.testWindows()) + " windows of the test set “" + testSet + "”, "
                + Numbers.count(metrics.positives()) + " of them “" + metrics.positiveLabel()
                + "”. Small figures: 95 % bootstrap intervals, of windows one by one, then of whole loci"
                + " and chromosomes, so that neighbours do not count twice. Best model in bold.";
    }

    private static void metricRow(Html html, MetricText metric, List<Measured> columns) {
        Optional<Double> best = best(metric, columns);
        html.open("tr");
        rowHead(html, metric.label(), metric.meaning());
        for (Measured m : columns) {
            Estimate estimate = m.value(metric.key());
            boolean isBest = m.competes() && estimate.value() != null && best.equals(Optional.of(estimate.value()));
            html.open("td", "class", isBest ? "best" : m.baseline() ? "baseline" : "model");
            boolean measured = m.metrics().values().containsKey(metric.key());
            html.element("span", measured ? Numbers.value(estimate.value()) : "");
            String interval = Numbers.interval(estimate);
            if (!interval.isEmpty()) {
                html.element("small", interval);
            }
            grouped(html, metric, m.metrics());
            html.close();
        }
        html.close();
    }

    /** Intervals that take neighbours together, so that they do not count twice. */
    private static void grouped(Html html, MetricText metric, Metrics metrics) {
        for (Metrics.Grouped grouped : metrics.grouped()) {
            Estimate estimate = grouped.values().get(metric.key());
            String interval = estimate == null ? "" : Numbers.interval(estimate);
            if (!interval.isEmpty()) {
                html.element(
                        "small", (grouped.unit().equals("chromosome") ? "chr. " : grouped.unit() + " ") + interval);
            }
        }
    }

    /** Bold says something only where there are models to choose from. */
    private static Optional<Double> best(MetricText metric, List<Measured> columns) {
        List<Double> values = columns.stream()
                .filter(Measured::competes)
                .map(m -> m.value(metric.key()).value())
                .filter(Objects::nonNull)
                .toList();
        if (values.size() < 2) {
            return Optional.empty();
        }
        return metric.higherIsBetter()
                ? values.stream().max(Comparator.naturalOrder())
                : values.stream().min(Comparator.naturalOrder());
    }

    /** Where the best reachable score is known, how far each model came. */
    private static void wayRow(Html html, List<Measured> columns) {
        Optional<Double> oracle = columns.stream()
                .filter(Measured::isOracle)
                .map(m -> m.value("roc_auc").value())
                .filter(Objects::nonNull)
                .findFirst();
        if (oracle.isEmpty() || oracle.get() <= 0.5) {
            return;
        }
        html.open("tr");
        rowHead(html, "Way to the oracle", "from ROC-AUC 0.5 to the best that is reachable");
        for (Measured m : columns) {
            Double auc = m.value("roc_auc").value();
            String text = auc == null ? Numbers.UNDEFINED : Numbers.percent((auc - 0.5) / (oracle.get() - 0.5));
            html.element("td", text, "class", m.baseline() ? "baseline" : "model");
        }
        html.close();
    }

    /** What choosing the threshold on test would have claimed. */
    private static void optimismRow(Html html, List<Measured> columns) {
        if (columns.stream().allMatch(m -> m.metrics().optimism() == null)) {
            return;
        }
        html.open("tr");
        rowHead(html, "F1 with hindsight", "best threshold on test itself, and how much that would claim too much");
        for (Measured m : columns) {
            Metrics.Optimism optimism = m.metrics().optimism();
            html.open("td", "class", "setting").text(optimism == null ? "" : Numbers.value(optimism.f1()));
            if (optimism != null) {
                html.element("small", Numbers.signed(optimism.gain()) + " at " + Numbers.value(optimism.threshold()));
            }
            html.close();
        }
        html.close();
    }

    private static void settingRow(
            Html html,
            String label,
            String meaning,
            List<Measured> columns,
            java.util.function.ToDoubleFunction<Metrics> setting) {
        html.open("tr");
        rowHead(html, label, meaning);
        for (Measured m : columns) {
            html.element("td", Numbers.value(setting.applyAsDouble(m.metrics())), "class", "setting");
        }
        html.close();
    }

    private static void rowHead(Html html, String label, String meaning) {
        html.open("th", "scope", "row").text(label).element("small", meaning).close();
    }
}
