package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.TrainingRecord;

/** How the models were trained: curves and settings. */
final class TrainingSection {
    private TrainingSection() {}

    static Html of(List<Trained> models, Charts charts) {
        Html html = new Html();
        html.open("div", "class", "charts");
        html.add(charts.figure(
                "loss", "Loss", "Training and validation loss in nats by optimizer step.", losses(models), Map.of()));
        html.add(charts.figure(
                "learning",
                "Validation PR-AUC",
                "Average precision on validation by optimizer step; the best step was kept.",
                precisions(models),
                Map.of()));
        html.close();
        facts(html, models);
        for (Trained model : models) {
            settings(html, model);
        }
        return html;
    }

    private static List<Map<String, Object>> losses(List<Trained> models) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Trained model : models) {
            for (History.Row step : model.history().rows()) {
                rows.add(point(model.name(), step.step(), step.trainLoss(), "part", "train"));
                rows.add(point(model.name(), step.step(), step.validationLoss(), "part", "validation"));
            }
        }
        rows.removeIf(row -> row.get("y") == null);
        return rows;
    }

    private static List<Map<String, Object>> precisions(List<Trained> models) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Trained model : models) {
            for (History.Row step : model.history().rows()) {
                boolean kept = step.step() == model.record().bestStep();
                rows.add(point(model.name(), step.step(), step.validationPrAuc(), "kept", kept));
            }
        }
        rows.removeIf(row -> row.get("y") == null);
        return rows;
    }

    private static Map<String, Object> point(String series, long step, double value, String key, Object mark) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("series", series);
        row.put("x", step);
        row.put("y", Double.isFinite(value) ? (Double) CurveSection.round(value) : null);
        row.put(key, mark);
        return row;
    }

    private static void facts(Html html, List<Trained> models) {
        Table table = new Table(
                "Training of the models",
                "Model",
                "Architecture",
                "Tokens",
                "Parameters",
                "Train windows",
                "Steps",
                "Best step",
                "Validation PR-AUC",
                "Seed",
                "Device");
        for (Trained model : models) {
            TrainingRecord r = model.record();
            table.row(
                    model.name(),
                    r.model(),
                    r.tokenizerKind(),
                    Numbers.count(r.parameterCount()),
                    Numbers.count(r.trainWindows()),
                    Numbers.count(r.steps()),
                    Numbers.count(r.bestStep()),
                    Numbers.value(r.bestPrAuc()),
                    Long.toString(r.seed()),
                    r.device());
        }
        html.add(table.html());
    }

    private static void settings(Html html, Trained model) {
        html.open("details").element("summary", "Settings of " + model.name());
        Table table = new Table("Settings of " + model.name(), "Setting", "Value");
        model.record().settings().forEach(table::row);
        html.add(table.html()).close();
    }
}
