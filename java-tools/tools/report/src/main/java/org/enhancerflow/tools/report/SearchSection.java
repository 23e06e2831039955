package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Trial;

/** The searches: every trial in the order it was started, and the table behind it. */
final class SearchSection {
    private SearchSection() {}

    static Html of(List<Searched> searches, Charts charts) {
        Html html = new Html();
        html.open("div", "class", "charts");
        for (Searched search : searches) {
            List<Map<String, Object>> points = points(search);
            // One point is a number, not a picture; the table has it.
            if (points.size() > 1) {
                html.add(charts.figure(
                        "trials",
                        "Trials of " + search.name(),
                        "Objective of every trial by its number, with the best so far.",
                        points,
                        Map.of()));
                html.add(charts.figure(
                        "parallel",
                        "Parameters of " + search.name(),
                        "A line for every trial with a value: where it lies on each parameter's axis, from its"
                                + " smallest value in the study to its largest; the better the objective, the stronger the"
                                + " line.",
                        ParallelRows.of(search.trials()),
                        Map.of()));
            }
            if (!search.importances().isEmpty()) {
                html.add(charts.figure(
                        "importances",
                        "What mattered to " + search.name(),
                        "Share of each parameter in what makes a trial one of the best (PED-ANOVA, arXiv 2304.10255); with few"
                                + " trials it says little.",
                        importances(search),
                        Map.of()));
            }
            List<Map<String, Object>> reports = reports(search);
            if (!reports.isEmpty()) {
                html.add(charts.figure(
                        "intermediate",
                        "Trials of " + search.name() + " on their way",
                        "Objective of every trial at each evaluation; a line that ends early was pruned.",
                        reports,
                        Map.of()));
            }
        }
        html.close();
        for (Searched search : searches) {
            int trials = search.trials().rows().size();
            String count = trials == 1 ? "The one trial of " : "All " + Numbers.count(trials) + " trials of ";
            html.open("details").element("summary", count + search.name());
            html.add(table(search)).close();
        }
        return html;
    }

    private static List<Map<String, Object>> points(Searched search) {
        List<Map<String, Object>> rows = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (Trial trial : search.trials().rows()) {
            Double value = trial.value();
            if (value == null) {
                continue;
            }
            if (trial.state().equals("COMPLETE")) {
                best = Math.max(best, value);
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("series", trial.state().toLowerCase(java.util.Locale.ROOT));
            row.put("x", trial.number());
            row.put("y", CurveSection.round(value));
            if (!Double.isInfinite(best)) {
                row.put("best", CurveSection.round(best));
            }
            row.put("parameters", parameters(trial));
            rows.add(row);
        }
        return rows;
    }

    /** The largest first. */
    private static List<Map<String, Object>> importances(Searched search) {
        List<Map<String, Object>> rows = new ArrayList<>();
        search.importances().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("parameter", Numbers.words(entry.getKey()));
                    row.put("share", entry.getValue());
                    rows.add(row);
                });
        return rows;
    }

    private static List<Map<String, Object>> reports(Searched search) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Trial trial : search.trials().rows()) {
            trial.reports().forEach((step, value) -> {
                if (Double.isFinite(value)) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("trial", trial.number());
                    row.put("series", trial.state().toLowerCase(java.util.Locale.ROOT));
                    row.put("x", step);
                    row.put("y", CurveSection.round(value));
                    rows.add(row);
                }
            });
        }
        return rows;
    }

    private static String parameters(Trial trial) {
        StringBuilder text = new StringBuilder();
        trial.parameters().forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append(' ')
                .append(shortened(value)));
        return text.toString();
    }

    private static Html table(Searched search) {
        List<String> columns = new ArrayList<>(List.of("Trial", "State", "Value", "Step"));
        search.trials().parameters().forEach(name -> columns.add(Numbers.words(name)));
        Table table = new Table("Trials of " + search.name(), columns.toArray(String[]::new));
        for (Trial trial : search.trials().rows()) {
            List<String> cells = new ArrayList<>();
            Double value = trial.value();
            cells.add(Long.toString(trial.number()));
            cells.add(trial.state().toLowerCase(java.util.Locale.ROOT));
            cells.add(value == null ? "" : Numbers.value(value));
            cells.add(trial.step() < 0 ? "" : Numbers.count(trial.step()));
            search.trials()
                    .parameters()
                    .forEach(name -> cells.add(shortened(trial.parameters().getOrDefault(name, ""))));
            table.row(cells.toArray(String[]::new));
        }
        return table.html();
    }

    /** Floating-point parameters have up to 17 digits; five are enough to read. */
    static String shortened(String value) {
        if (!value.matches("-?[0-9]+\\.[0-9]+([eE]-?[0-9]+)?|-?[0-9]+[eE]-?[0-9]+")) {
            return value;
        }
        return Numbers.significant(Double.parseDouble(value));
    }
}
