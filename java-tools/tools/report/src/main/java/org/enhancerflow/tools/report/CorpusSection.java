package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.artifacts.Manifest;

/** From peaks to split corpus: what every tool counted, summed over its runs and run by run. */
final class CorpusSection {
    private CorpusSection() {}

    /** Whether there is anything to show. */
    static boolean applies(Contents contents) {
        return !contents.of(Contents.Tools.EXTRACT).isEmpty()
                || !contents.of(Contents.Tools.DEDUP).isEmpty()
                || !contents.of(Contents.Tools.SPLIT).isEmpty();
    }

    static Html of(Contents contents, Charts charts) {
        Html html = new Html();
        List<Map<String, Object>> rows = FlowStep.rows(contents);
        if (!rows.isEmpty()) {
            html.add(charts.figure(
                    "flow",
                    "From peaks to the split corpus",
                    "Windows that were kept and dropped by every rule, summed over all samples.",
                    rows,
                    Map.of()));
        }
        for (Contents.Tools tool : List.of(Contents.Tools.EXTRACT, Contents.Tools.DEDUP, Contents.Tools.SPLIT)) {
            runs(html, tool, contents);
        }
        return html;
    }

    /** Counts summed over runs, without those that are 0 everywhere. */
    static Map<String, Long> totals(List<Manifest> manifests) {
        Map<String, Long> totals = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            manifest.counts().forEach((key, count) -> totals.merge(key, count, Long::sum));
        }
        totals.values().removeIf(count -> count == 0);
        return totals;
    }

    private static void runs(Html html, Contents.Tools tool, Contents contents) {
        List<Manifest> manifests = contents.of(tool);
        if (manifests.isEmpty()) {
            return;
        }
        Set<String> keys = new LinkedHashSet<>(totals(manifests).keySet());
        html.open("details").element("summary", "Counts of " + tool.command());
        List<String> columns = new ArrayList<>();
        columns.add("Output");
        keys.forEach(key -> columns.add(Numbers.words(key)));
        Table table = new Table("Counts of " + tool.command(), columns.toArray(String[]::new));
        for (Manifest manifest : manifests) {
            List<String> cells = new ArrayList<>();
            cells.add(output(tool, manifest, manifests.size()));
            keys.forEach(key -> cells.add(Numbers.count(manifest.counts().getOrDefault(key, 0L))));
            table.row(cells.toArray(String[]::new));
        }
        html.add(table.html()).close();
    }

    /** What tells runs of a tool apart: the output's name, of several splits the strategy. */
    private static String output(Contents.Tools tool, Manifest manifest, int runs) {
        if (tool == Contents.Tools.SPLIT && runs > 1) {
            return Contents.strategy(manifest);
        }
        return manifest.outputs().isEmpty()
                ? tool.command()
                : manifest.outputs().get(0).name();
    }
}
