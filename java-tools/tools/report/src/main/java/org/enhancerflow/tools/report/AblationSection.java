package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.enhancerflow.artifacts.Leakage;

/**
 * Splits side by side: the same models, trained and tested once for each way of splitting one corpus. Where a stricter
 * split scores lower, the difference was memory, not skill. The test set of a split has the name of its strategy.
 */
final class AblationSection {
    private AblationSection() {}

    /** Whether the corpus was split in several ways, and models measured on each. */
    static boolean applies(Contents contents) {
        return splits(contents).size() > 1;
    }

    private static List<Leakage> splits(Contents contents) {
        List<String> testSets = contents.testSets();
        return contents.leakage().stream()
                .filter(leakage -> testSets.contains(leakage.strategy()))
                .toList();
    }

    static Html of(Contents contents, Charts charts) {
        List<Leakage> splits = splits(contents);
        Set<String> names = new LinkedHashSet<>();
        contents.measured().stream().filter(m -> !m.isOracle()).forEach(m -> names.add(m.name()));
        Html html = new Html();
        html.element(
                "p",
                "The same models, trained and tested once for each way of splitting the corpus. What a model loses where"
                        + " its test windows do not overlap training, it had from memory.");
        html.add(charts.figure(
                "strata",
                "Models by split",
                "Every model on the test part of each split, with 95 % intervals.",
                rows(contents, splits),
                Map.of()));
        for (String key : List.of("roc_auc", "pr_auc", "f1", "mcc")) {
            html.add(table(contents, splits, names, key));
        }
        return html;
    }

    private static Optional<Measured> measured(Contents contents, String testSet, String name) {
        return contents.of(testSet).stream().filter(m -> m.name().equals(name)).findFirst();
    }

    private static List<Map<String, Object>> rows(Contents contents, List<Leakage> splits) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String key : StrataSection.KEYS) {
            for (Leakage split : splits) {
                for (Measured m : contents.of(split.strategy())) {
                    if (m.competes()) {
                        StrataSection.point(
                                        key,
                                        m.name(),
                                        split.strategy(),
                                        m.value(key),
                                        m.metrics().testWindows(),
                                        m.metrics().positives())
                                .ifPresent(rows::add);
                    }
                }
            }
        }
        return rows;
    }

    private static Html table(Contents contents, List<Leakage> splits, Set<String> names, String key) {
        List<String> columns = new ArrayList<>(List.of(MetricText.labelOf(key)));
        splits.forEach(split -> columns.add(split.strategy()));
        others(splits)
                .forEach(split ->
                        columns.add(split.strategy() + " less " + splits.get(0).strategy()));
        Table table = new Table(MetricText.labelOf(key) + " by split", columns.toArray(String[]::new));
        for (String name : names) {
            List<String> cells = new ArrayList<>(List.of(name));
            for (Leakage split : splits) {
                cells.add(measured(contents, split.strategy(), name)
                        .map(m -> Numbers.withInterval(m.value(key)))
                        .orElse(""));
            }
            for (Leakage split : others(splits)) {
                cells.add(change(contents, splits.get(0).strategy(), split.strategy(), name, key));
            }
            table.row(cells.toArray(String[]::new));
        }
        List<String> overlaps = new ArrayList<>(List.of("Test windows that overlap training"));
        splits.forEach(split -> overlaps.add(
                split.testWindows() == 0
                        ? ""
                        : Numbers.share((double) split.overlappingTestWindows() / split.testWindows())));
        others(splits).forEach(split -> overlaps.add(""));
        table.row(overlaps.toArray(String[]::new));
        return table.html();
    }

    private static List<Leakage> others(List<Leakage> splits) {
        return splits.subList(1, splits.size());
    }

    /** By how much a model scores higher on another split than on the first. */
    private static String change(Contents contents, String first, String other, String name, String key) {
        Double before =
                measured(contents, first, name).map(m -> m.value(key).value()).orElse(null);
        Double after =
                measured(contents, other, name).map(m -> m.value(key).value()).orElse(null);
        return before == null || after == null ? "" : Numbers.signed(after - before);
    }
}
