package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Strata;

/** Models on parts of a test set: by chromosome, sample, GC, length, distance to training; and on the other strand. */
final class StrataSection {
    /** More parts than this stand in the table only. */
    private static final int DRAWN = 40;

    private static final Estimate MISSING = new Estimate(null, null, null);

    private StrataSection() {}

    static Html of(String testSet, List<Measured> columns, Charts charts) {
        List<Strata> strata = columns.stream().flatMap(m -> m.strata().stream()).toList();
        Html html = new Html();
        Set<String> views = new LinkedHashSet<>();
        strata.forEach(each -> each.views().forEach(view -> views.add(view.name())));
        if (!views.isEmpty()) {
            html.element("h3", "Parts of the test set");
            html.element("p", "ROC-AUC within each part; temperature and threshold are those of the whole.");
        }
        Html figures = new Html().open("div", "class", "charts");
        Html tables = new Html();
        for (String view : views) {
            List<Map<String, Object>> rows = rows(view, strata);
            if (parts(rows) <= DRAWN && !rows.isEmpty()) {
                figures.add(charts.figure(
                        "strata",
                        "By " + Numbers.words(view),
                        "ROC-AUC on parts of " + testSet + " by " + Numbers.words(view) + ", with 95 % intervals.",
                        rows,
                        Map.of()));
            }
            table(tables, view, strata);
        }
        html.add(figures.close()).add(tables);
        bothStrands(html, strata);
        return html;
    }

    private static long parts(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> row.get("part")).distinct().count();
    }

    private static List<Map<String, Object>> rows(String view, List<Strata> strata) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Strata each : strata) {
            for (Strata.Stratum part : partsOf(each, view)) {
                Estimate auc = part.values().getOrDefault("roc_auc", MISSING);
                point(each.model(), part.name(), auc, part.windows(), part.positives())
                        .ifPresent(rows::add);
            }
        }
        return rows;
    }

    /** A model's ROC-AUC on one part; nothing where it is undefined. */
    static Optional<Map<String, Object>> point(String series, String part, Estimate auc, long windows, long positives) {
        Double value = auc.value();
        if (value == null) {
            return Optional.empty();
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("series", series);
        row.put("part", part);
        row.put("y", CurveSection.round(value));
        Double low = auc.low();
        Double high = auc.high();
        if (low != null && high != null) {
            row.put("low", CurveSection.round(low));
            row.put("high", CurveSection.round(high));
        }
        row.put("windows", windows);
        row.put("positives", positives);
        return Optional.of(row);
    }

    private static List<Strata.Stratum> partsOf(Strata strata, String view) {
        return strata.views().stream()
                .filter(each -> each.name().equals(view))
                .flatMap(each -> each.strata().stream())
                .toList();
    }

    private static void table(Html html, String view, List<Strata> strata) {
        html.open("details").element("summary", "Values by " + Numbers.words(view));
        Table table = new Table(
                "Values by " + Numbers.words(view),
                "Part",
                "Model",
                "Windows",
                "Positives",
                "PR-AUC",
                "ROC-AUC",
                "F1",
                "Precision",
                "Recall",
                "Accuracy");
        for (Strata each : strata) {
            for (Strata.Stratum part : partsOf(each, view)) {
                List<String> cells = new ArrayList<>(List.of(
                        part.name(), each.model(), Numbers.count(part.windows()), Numbers.count(part.positives())));
                for (String key : List.of("pr_auc", "roc_auc", "f1", "precision", "recall", "accuracy")) {
                    cells.add(Numbers.value(
                            part.values().getOrDefault(key, MISSING).value()));
                }
                table.row(cells.toArray(String[]::new));
            }
        }
        html.add(table.html()).close();
    }

    private static void bothStrands(Html html, List<Strata> strata) {
        if (strata.stream().allMatch(each -> each.reverseComplement() == null)) {
            return;
        }
        html.element("h3", "Both strands");
        Table table = new Table(
                "The same windows read on the other strand: how often the call flips, and what averaging both gains",
                "Model",
                "Windows",
                "Calls that flip",
                "Mean difference of scores",
                "Largest",
                "ROC-AUC as given",
                "ROC-AUC averaged",
                "F1 as given",
                "F1 averaged");
        for (Strata each : strata) {
            Strata.ReverseComplement rc = each.reverseComplement();
            if (rc != null) {
                table.row(
                        each.model(),
                        Numbers.count(rc.windows()),
                        Numbers.share(rc.flipRate()),
                        Numbers.value(rc.meanDifference()),
                        Numbers.value(rc.largestDifference()),
                        value(rc.forward(), "roc_auc"),
                        value(rc.averaged(), "roc_auc"),
                        value(rc.forward(), "f1"),
                        value(rc.averaged(), "f1"));
            }
        }
        html.add(table.html());
    }

    private static String value(Map<String, Estimate> values, String key) {
        return Numbers.value(values.getOrDefault(key, MISSING).value());
    }
}
