package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Leakage;

/** What the test part of each split has of training, and what tells the classes apart for the wrong reasons. */
final class LeakageSection {
    private LeakageSection() {}

    static Html of(List<Leakage> splits, Charts charts) {
        Html html = new Html();
        html.element(
                "p",
                "A test window that overlaps a training window, or is a copy of one, can be answered from memory. "
                        + "How much of that a split allows is measured here.");
        for (Leakage leakage : splits) {
            if (splits.size() > 1) {
                html.element("h3", "Split by " + leakage.strategy());
            }
            headline(html, leakage);
            if (leakage.comparedTestWindows() > 0) {
                html.add(similarity(leakage, charts));
            }
            html.add(parts(leakage));
            samples(html, leakage);
        }
        return html;
    }

    private static void headline(Html html, Leakage leakage) {
        html.open("dl", "class", "tiles");
        tile(html, "Split", leakage.strategy(), "");
        tile(
                html,
                "Test windows that overlap training",
                share(leakage.overlappingTestWindows(), leakage.testWindows()),
                Numbers.count(leakage.overlappingTestWindows()) + " of " + Numbers.count(leakage.testWindows()));
        for (Leakage.GcRocAuc gc : leakage.gcRocAuc()) {
            tile(html, "ROC-AUC of GC alone for " + gc.label(), Numbers.value(gc.rocAuc()), "0.5 tells nothing");
        }
        html.close();
        if (leakage.warnings().isEmpty()) {
            return;
        }
        html.open("ul", "class", "remarks");
        leakage.warnings().forEach(warning -> html.element("li", warning));
        html.close();
    }

    private static void tile(Html html, String term, String value, String small) {
        html.open("div").element("dt", term).open("dd").text(value);
        if (!small.isEmpty()) {
            html.element("small", small);
        }
        html.close().close();
    }

    private static String share(long part, long whole) {
        return whole == 0 ? Numbers.UNDEFINED : Numbers.share((double) part / whole);
    }

    private static Html similarity(Leakage leakage, Charts charts) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Leakage.Bin bin : leakage.similarity()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("low", CurveSection.round(bin.low()));
            row.put("high", CurveSection.round(bin.high()));
            row.put("count", bin.windows());
            rows.add(row);
        }
        return charts.figure(
                "similarity",
                "Likeness of test windows to their nearest training window, split by " + leakage.strategy(),
                "Share of a test window's " + leakage.kmer()
                        + "-mers that the training window with most of them has, for "
                        + Numbers.count(leakage.comparedTestWindows()) + " test windows.",
                rows,
                Map.of());
    }

    private static Html parts(Leakage leakage) {
        Table table = new Table(
                "Windows and GC content by part and class, split by " + leakage.strategy(),
                "Part",
                "Class",
                "Windows",
                "Mean GC",
                "Standard deviation of GC");
        for (Leakage.Part part : leakage.parts()) {
            table.row(
                    part.split(),
                    part.label(),
                    Numbers.count(part.windows()),
                    Numbers.value(part.gcMean()),
                    Numbers.value(part.gcDeviation()));
        }
        return table.html();
    }

    private static void samples(Html html, Leakage leakage) {
        if (leakage.samples().isEmpty()) {
            return;
        }
        String caption = "Windows by sample, split by " + leakage.strategy();
        html.open("details").element("summary", caption);
        Table table = new Table(caption, "Sample", "Train", "Validation", "Test");
        for (Leakage.Sample sample : leakage.samples()) {
            table.row(
                    sample.sample(),
                    Numbers.count(sample.train()),
                    Numbers.count(sample.validation()),
                    Numbers.count(sample.test()));
        }
        html.add(table.html()).close();
    }
}
