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

    /** What parts are compared by; the first is drawn until another is chosen. */
    static final List<String> KEYS =
            List.of("roc_auc", "pr_auc", "f1", "precision", "recall", "specificity", "accuracy", "mcc");

    private static final Estimate MISSING = new Estimate(null, null, null);

    private StrataSection() {}

    static Html of(String testSet, List<Measured> columns, Charts charts) {
        List<Strata> strata = columns.stream().flatMap(m -> m.strata().stream()).toList();
        Html html = new Html();
        Set<String> views = new LinkedHashSet<>();
        strata.forEach(each -> each.views().forEach(view -> views.add(view.name())));
        if (!views.isEmpty()) {
            html.element("h3", "Parts of the test set");
            html.element(
                    "p",
                    "Each part by itself; temperature and threshold are those of the whole. Intervals are of windows drawn one by one.");
        }
        Html figures = new Html().open("div", "class", "packed");
        Html tables = new Html();
        for (String view : views) {
            List<Map<String, Object>> rows = rows(view, strata);
            if (parts(rows) <= DRAWN && !rows.isEmpty()) {
                figures.add(charts.figure(
                        "strata",
                        "By " + name(view),
                        "Models on parts of " + testSet + " by " + name(view) + ", with 95 % intervals.",
                        rows,
                        Map.of()));
            }
            table(tables, view, strata);
        }
        html.add(figures.close()).add(tables);
        bothStrands(html, strata);
        return html;
    }

    /** What a view is called on the page. */
    private static String name(String view) {
        return switch (view) {
            case "gc" -> "GC content";
            case "length" -> "length in bases";
            case "distance_to_training" -> "distance to training in bases";
            default -> Numbers.words(view);
        };
    }

    private static long parts(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> row.get("part")).distinct().count();
    }

    private static List<Map<String, Object>> rows(String view, List<Strata> strata) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String key : KEYS) {
            for (Strata each : strata) {
                for (Strata.Stratum part : partsOf(each, view)) {
                    if (!says(key, part)) {
                        continue;
                    }
                    Estimate value = part.values().getOrDefault(key, MISSING);
                    point(key, each.model(), part.name(), value, part.windows(), part.positives())
                            .ifPresent(rows::add);
                }
            }
        }
        return rows;
    }

    /** Where there is one class alone, as in most samples, there is nothing but the share of windows called rightly. */
    private static boolean says(String key, Strata.Stratum part) {
        return key.equals("accuracy") || (part.positives() > 0 && part.positives() < part.windows());
    }

    /** A model's value on one part; nothing where it is undefined. */
    static Optional<Map<String, Object>> point(
            String key, String series, String part, Estimate estimate, long windows, long positives) {
        Double value = estimate.value();
        if (value == null) {
            return Optional.empty();
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("metric", MetricText.labelOf(key));
        row.put("series", series);
        row.put("part", part);
        row.put("y", CurveSection.round(value));
        Double low = estimate.low();
        Double high = estimate.high();
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
        String caption = "Values by " + name(view);
        html.open("details").element("summary", caption);
        List<String> columns = new ArrayList<>(List.of("Part", "Model", "Windows", "Positives"));
        KEYS.forEach(key -> columns.add(MetricText.labelOf(key)));
        Table table = new Table(caption + ", with 95 % intervals", columns.toArray(String[]::new));
        for (Strata each : strata) {
            for (Strata.Stratum part : partsOf(each, view)) {
                List<String> cells = new ArrayList<>(List.of(
                        part.name(), each.model(), Numbers.count(part.windows()), Numbers.count(part.positives())));
                KEYS.forEach(key -> cells.add(says(key, part) ? value(part.values(), key) : ""));
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
        html.element(
                "p",
                "An enhancer has no strand. How often a model calls the reverse complement of a window otherwise, and what the mean of"
                        + " both strands' logits is worth. A model that reads both strands itself flips nothing.");
        Table table = new Table(
                "The same windows read on the other strand, with 95 % intervals",
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
                        Numbers.withInterval(rc.flipRate()),
                        Numbers.withInterval(rc.meanDifference()),
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
        return Numbers.withInterval(values.getOrDefault(key, MISSING));
    }
}
