package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Metrics;
import org.jspecify.annotations.Nullable;

/** ROC, precision-recall and calibration curves of one test set. */
final class CurveSection {
    private CurveSection() {}

    static Html of(String testSet, List<Measured> columns, Charts charts) {
        Html html = new Html();
        html.open("div", "class", "charts");
        html.add(charts.figure(
                "roc",
                "ROC curves",
                "Receiver operating characteristic on " + testSet
                        + ": true positive rate by false positive rate, with 95 % bands. "
                        + areas(columns, "roc_auc", "area"),
                curves(columns, m -> m.curves().roc(), m -> m.curves().rocBand(), "roc_auc", CurveSection::rocMark),
                Map.of()));
        html.add(charts.figure(
                "pr",
                "Precision-recall curves",
                "Precision by recall on " + testSet + ", with 95 % bands. "
                        + areas(columns, "pr_auc", "average precision"),
                curves(
                        columns,
                        m -> m.curves().precisionRecall(),
                        m -> m.curves().precisionRecallBand(),
                        "pr_auc",
                        CurveSection::prMark),
                Map.of("prevalence", prevalence(columns))));
        html.add(charts.figure(
                "calibration",
                "Calibration",
                "Share of positives by mean score in 15 bins on " + testSet + ", with 95 % intervals. "
                        + areas(columns, "ece", "error"),
                calibration(columns),
                Map.of()));
        html.close();
        return html;
    }

    private static String areas(List<Measured> columns, String key, String what) {
        StringBuilder text = new StringBuilder();
        for (Measured m : columns) {
            text.append(m.name()).append(": ").append(what).append(' ');
            text.append(Numbers.value(m.value(key).value())).append(". ");
        }
        return text.toString().strip();
    }

    private static double prevalence(List<Measured> columns) {
        Metrics metrics = columns.get(0).metrics();
        return round((double) metrics.positives() / Math.max(1, metrics.testWindows()));
    }

    private static List<Map<String, Object>> curves(
            List<Measured> columns,
            Function<Measured, List<Curves.Point>> curve,
            Function<Measured, List<Curves.Band>> band,
            String area,
            Function<Measured, double @Nullable []> mark) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Measured m : columns) {
            String series = m.name() + "  " + Numbers.value(m.value(area).value());
            for (Curves.Point point : curve.apply(m)) {
                Map<String, Object> row = row(m, series, point.x(), point.y());
                Double threshold = point.threshold();
                if (threshold != null) {
                    row.put("threshold", round(threshold));
                }
                rows.add(row);
            }
            if (m.competes()) {
                band.apply(m).forEach(each -> rows.add(band(m, series, each)));
            }
            double[] chosen = mark.apply(m);
            if (chosen != null) {
                Map<String, Object> row = row(m, series, chosen[0], chosen[1]);
                row.put("threshold", round(m.metrics().threshold()));
                row.put("part", "chosen");
                rows.add(row);
            }
        }
        return rows;
    }

    /** The operating point of the threshold chosen on validation. */
    private static double @Nullable [] rocMark(Measured m) {
        return pair(m.value("specificity"), m.value("recall"), true);
    }

    private static double @Nullable [] prMark(Measured m) {
        return pair(m.value("recall"), m.value("precision"), false);
    }

    private static double @Nullable [] pair(Estimate x, Estimate y, boolean complement) {
        Double vx = x.value();
        Double vy = y.value();
        return vx == null || vy == null ? null : new double[] {complement ? 1 - vx : vx, vy};
    }

    private static List<Map<String, Object>> calibration(List<Measured> columns) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Measured m : columns) {
            for (Curves.Bin bin : m.curves().calibration()) {
                Map<String, Object> row = row(m, m.name(), bin.meanScore(), bin.positiveShare());
                row.put("count", bin.count());
                if (m.competes()) {
                    row.put("low", round(bin.low()));
                    row.put("high", round(bin.high()));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Map<String, Object> band(Measured m, String series, Curves.Band band) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("model", m.name());
        row.put("series", series);
        row.put("baseline", m.baseline());
        row.put("x", round(band.x()));
        row.put("low", round(band.low()));
        row.put("high", round(band.high()));
        row.put("part", "band");
        return row;
    }

    private static Map<String, Object> row(Measured m, String series, double x, double y) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("model", m.name());
        row.put("series", series);
        row.put("baseline", m.baseline());
        row.put("x", round(x));
        row.put("y", round(y));
        return row;
    }

    /** Five decimals: exact values stand in curves.json. */
    static double round(double value) {
        return Math.rint(value * 1e5) / 1e5;
    }
}
