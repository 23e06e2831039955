package org.enhancerflow.tools.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.artifacts.Leakage;

/**
 * The run's main figures as MultiQC custom content ({@code *_mqc.json}), for those who gather many runs on one page.
 * MultiQC writes names into its page as they are, so they are escaped here.
 */
final class MultiQc {
    /** As many points as MultiQC draws without thinning. */
    private static final int POINTS = 200;

    private MultiQc() {}

    /** Writes the files into an empty folder. */
    static void write(Contents contents, Path folder) throws IOException {
        write(folder, "models", "Models", "Metrics on the test windows.", "table", metrics(contents));
        write(folder, "roc", "ROC curves", "By model and test set.", "linegraph", roc(contents));
        if (!contents.trained().isEmpty()) {
            write(folder, "training", "Training", "Validation PR-AUC by step.", "linegraph", training(contents));
        }
        if (!contents.leakage().isEmpty()) {
            write(folder, "samples", "Windows by sample", "Of the split corpus.", "bargraph", samples(contents));
        }
        Map<String, Object> flow = flow(contents);
        if (!flow.isEmpty()) {
            write(folder, "corpus", "Corpus", "What became of the peaks.", "bargraph", flow);
        }
    }

    private static void write(
            Path folder, String id, String name, String description, String plot, Map<String, Object> data)
            throws IOException {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("id", "enhancerflow_" + id);
        file.put("section_name", "EnhancerFlow: " + name);
        file.put("description", description);
        file.put("plot_type", plot);
        file.put("pconfig", settings(id, name, plot));
        if (plot.equals("table")) {
            file.put("headers", headers());
        }
        file.put("data", data);
        Json.write(folder.resolve("enhancerflow_" + id + "_mqc.json"), file);
    }

    private static Map<String, Object> settings(String id, String name, String plot) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("id", "enhancerflow_" + id + "_" + plot);
        settings.put("title", "EnhancerFlow: " + name);
        if (id.equals("roc")) {
            settings.put("xlab", "False positive rate");
            settings.put("ylab", "True positive rate");
        } else if (id.equals("training")) {
            settings.put("xlab", "Step");
            settings.put("ylab", "PR-AUC");
        } else if (plot.equals("bargraph")) {
            settings.put("ylab", "Windows");
        }
        return settings;
    }

    private static Map<String, Object> headers() {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (MetricText metric : MetricText.ALL) {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("title", metric.label());
            header.put("description", metric.meaning());
            header.put("format", "{:,.3f}");
            headers.put(metric.key(), header);
        }
        return headers;
    }

    private static String row(Contents contents, Measured m) {
        String testSet = m.metrics().testSet();
        return Html.escape(contents.testSets().size() > 1 ? m.name() + " on " + testSet : m.name());
    }

    private static Map<String, Object> metrics(Contents contents) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (Measured m : contents.measured()) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (MetricText metric : MetricText.ALL) {
                Double value = m.value(metric.key()).value();
                if (value != null) {
                    values.put(metric.key(), value);
                }
            }
            data.put(row(contents, m), values);
        }
        return data;
    }

    private static Map<String, Object> roc(Contents contents) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (Measured m : contents.measured()) {
            List<Curves.Point> points = m.curves().roc();
            // Keys are x: of points above each other the highest is kept.
            Map<String, Double> line = new LinkedHashMap<>();
            int step = Math.max(1, points.size() / POINTS);
            for (int i = 0; i < points.size(); i += step) {
                line.put(Double.toString(points.get(i).x()), points.get(i).y());
            }
            line.put("1.0", 1.0);
            data.put(row(contents, m), line);
        }
        return data;
    }

    private static Map<String, Object> training(Contents contents) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (Trained model : contents.trained()) {
            Map<String, Double> line = new LinkedHashMap<>();
            for (History.Row step : model.history().rows()) {
                if (Double.isFinite(step.validationPrAuc())) {
                    line.put(Long.toString(step.step()), step.validationPrAuc());
                }
            }
            data.put(Html.escape(model.name()), line);
        }
        return data;
    }

    private static Map<String, Object> samples(Contents contents) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (Leakage.Sample sample : contents.leakage().get(0).samples()) {
            Map<String, Object> parts = new LinkedHashMap<>();
            parts.put("train", sample.train());
            parts.put("validation", sample.validation());
            parts.put("test", sample.test());
            data.put(Html.escape(sample.sample()), parts);
        }
        return data;
    }

    /** Every drop, and what was left in the end. */
    private static Map<String, Object> flow(Contents contents) {
        Map<String, Object> ways = new LinkedHashMap<>();
        for (Map<String, Object> row : FlowStep.rows(contents)) {
            String kind = (String) Objects.requireNonNull(row.get("kind"));
            if (!kind.equals("kept")) {
                ways.put(Html.escape(String.valueOf(row.get("what"))), Objects.requireNonNull(row.get("count")));
            }
        }
        return ways.isEmpty() ? Map.of() : Map.of("all samples", ways);
    }
}
