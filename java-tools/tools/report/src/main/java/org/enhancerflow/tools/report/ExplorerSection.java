package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.statistics.Confusion;

/**
 * The threshold explorer: what any threshold would call on the test windows. Written for the threshold chosen on
 * validation, so that it says something without scripts; a slider then moves it.
 */
final class ExplorerSection {
    private ExplorerSection() {}

    static Html of(String testSet, List<Measured> columns, Charts charts) {
        List<Measured> explored =
                columns.stream().filter(m -> m.curves().roc().size() > 2).toList();
        Html html = new Html();
        if (explored.isEmpty()) {
            return html;
        }
        Html panel = new Html();
        controls(panel, testSet, explored);
        results(panel, explored.get(0));
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("models", explored.stream().map(ExplorerSection::model).toList());
        return html.add(charts.figure(
                "explorer",
                "Threshold explorer",
                "Precision, recall and F1 on " + testSet + " by threshold. A window is called "
                        + explored.get(0).metrics().positiveLabel()
                        + " when its score is at least the threshold. A threshold chosen here has seen the test set: its"
                        + " figures claim too much.",
                List.of(),
                options,
                panel));
    }

    private static Map<String, Object> model(Measured m) {
        Curves.Sweep sweep = m.curves().sweep();
        List<List<Number>> stops = new ArrayList<>();
        for (int i = 0; i < sweep.thresholds().size(); i++) {
            stops.add(List.of(
                    sweep.thresholds().get(i),
                    sweep.truePositives().get(i),
                    sweep.falsePositives().get(i)));
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("model", m.name());
        model.put("positives", m.metrics().positives());
        model.put("negatives", m.metrics().testWindows() - m.metrics().positives());
        model.put("chosen", chosen(m));
        model.put("stops", stops);
        return model;
    }

    /** The stop nearest to the threshold chosen on validation, which evaluate puts among them. */
    private static int chosen(Measured m) {
        List<Double> thresholds = m.curves().sweep().thresholds();
        double wanted = m.metrics().threshold();
        return IntStream.range(0, thresholds.size())
                .boxed()
                .min(Comparator.comparingDouble(i -> Math.abs(thresholds.get(i) - wanted)))
                .orElse(0);
    }

    private static void controls(Html html, String testSet, List<Measured> explored) {
        html.open("div", "class", "controls", "hidden", "");
        html.open("label").text("Model ").open("select", "data-control", "model");
        for (int i = 0; i < explored.size(); i++) {
            html.element("option", explored.get(i).name(), "value", Integer.toString(i));
        }
        html.close().close();
        html.open("label", "class", "slide").text("Threshold ");
        html.empty(
                "input",
                "type",
                "range",
                "min",
                "0",
                "step",
                "1",
                "data-control",
                "threshold",
                "aria-label",
                "Threshold on " + testSet);
        html.close();
        html.empty("input", "type", "number", "data-control", "typed", "aria-label", "Threshold as a number");
        html.element("button", "Chosen on validation", "type", "button", "data-control", "chosen");
        html.close();
    }

    private static void results(Html html, Measured m) {
        int chosen = chosen(m);
        long positives = m.metrics().positives();
        long truePositives = m.curves().sweep().truePositives().get(chosen);
        long falsePositives = m.curves().sweep().falsePositives().get(chosen);
        Confusion counts = new Confusion(
                truePositives,
                falsePositives,
                positives - truePositives,
                m.metrics().testWindows() - positives - falsePositives);
        html.open("div", "class", "explored");
        html.open("dl", "class", "tiles");
        tile(html, "Precision", "precision", counts.precision());
        tile(html, "Recall", "recall", counts.recall());
        tile(html, "F1", "f1", counts.f1());
        tile(html, "Specificity", "specificity", counts.specificity());
        tile(html, "Accuracy", "accuracy", counts.accuracy());
        tile(html, "MCC", "mcc", counts.matthews());
        html.close();
        confusion(html, m.metrics(), counts);
        html.close();
    }

    private static void tile(Html html, String term, String key, double value) {
        html.open("div").element("dt", term);
        html.element("dd", Numbers.value(value), "data-value", key).close();
    }

    private static void confusion(Html html, Metrics metrics, Confusion counts) {
        String positive = metrics.positiveLabel();
        html.open("table", "class", "confusion");
        html.element("caption", "Windows by what they are and what they are called");
        html.open("thead").open("tr").element("td", "");
        html.element("th", "called " + positive, "scope", "col");
        html.element("th", "called other", "scope", "col");
        html.close().close().open("tbody");
        html.open("tr").element("th", "is " + positive, "scope", "row");
        count(html, "tp", counts.truePositives(), "right");
        count(html, "fn", counts.falseNegatives(), "wrong");
        html.close().open("tr").element("th", "is other", "scope", "row");
        count(html, "fp", counts.falsePositives(), "wrong");
        count(html, "tn", counts.trueNegatives(), "right");
        html.close().close().close();
    }

    private static void count(Html html, String key, long count, String kind) {
        html.element("td", Numbers.count(count), "data-value", key, "class", "number " + kind);
    }
}
