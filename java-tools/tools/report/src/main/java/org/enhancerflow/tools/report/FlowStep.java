package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Split;
import org.jspecify.annotations.Nullable;

/**
 * A count on the way from peaks to the split corpus.
 *
 * @param tool who counted it
 * @param key its name in the manifest
 * @param label its name on the page
 * @param kind what it says about the way
 */
record FlowStep(Contents.Tools tool, String key, String label, Kind kind) {
    /** What a count says. */
    enum Kind {
        KEPT,
        DROPPED,
        SPLIT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<FlowStep> STEPS = List.of(
            kept(Contents.Tools.EXTRACT, "peaks_read", "peaks read"),
            dropped(Contents.Tools.EXTRACT, "peaks_of_samples_too_small", "sample too small"),
            dropped(Contents.Tools.EXTRACT, "contig_unknown", "contig not in the reference"),
            dropped(Contents.Tools.EXTRACT, "contig_not_selected", "contig not selected"),
            dropped(Contents.Tools.EXTRACT, "no_summit_dropped", "no summit"),
            dropped(Contents.Tools.EXTRACT, "lift_unmapped", "not lifted over"),
            dropped(Contents.Tools.EXTRACT, "blacklisted", "blacklisted"),
            dropped(Contents.Tools.EXTRACT, "edge_dropped", "across a contig's end"),
            dropped(Contents.Tools.EXTRACT, "all_n_dropped", "nothing but N"),
            dropped(Contents.Tools.EXTRACT, "max_n_dropped", "too many N"),
            kept(Contents.Tools.EXTRACT, "windows", "windows"),
            dropped(Contents.Tools.DEDUP, "repeats_within_class", "repeat within its class"),
            dropped(Contents.Tools.DEDUP, "reverse_complements_within_class", "reverse complement within its class"),
            dropped(Contents.Tools.DEDUP, "dropped_across_classes", "found in several classes"),
            dropped(Contents.Tools.DEDUP, "dropped_by_balance", "to balance the classes"),
            kept(Contents.Tools.DEDUP, "windows_out", "corpus"));

    private static FlowStep kept(Contents.Tools tool, String key, String label) {
        return new FlowStep(tool, key, label, Kind.KEPT);
    }

    private static FlowStep dropped(Contents.Tools tool, String key, String label) {
        return new FlowStep(tool, key, label, Kind.DROPPED);
    }

    /** Rows of the chart, in the data's order; what is 0 or was not counted is left out. */
    static List<Map<String, Object>> rows(Contents contents) {
        List<Map<String, Object>> rows = new ArrayList<>();
        long left = 0;
        for (FlowStep step : STEPS) {
            long count = CorpusSection.totals(contents.of(step.tool())).getOrDefault(step.key(), 0L);
            if (count > 0) {
                boolean kept = step.kind() == Kind.KEPT;
                left = kept ? count : Math.max(0, left - count);
                rows.add(row(step.label(), step.kind(), kept ? 0 : left, count));
            }
        }
        List<Manifest> splits = contents.of(Contents.Tools.SPLIT);
        for (Manifest split : splits) {
            String prefix = splits.size() > 1 ? Contents.strategy(split) + ": " : "";
            long before = 0;
            for (Map.Entry<String, Long> part :
                    CorpusSection.totals(List.of(split)).entrySet()) {
                String label = partLabel(part.getKey());
                if (label != null) {
                    rows.add(row(prefix + label, Kind.SPLIT, before, part.getValue()));
                    before += part.getValue();
                }
            }
        }
        return rows;
    }

    /** {@code train, tumour} of {@code train_tumour}; null for counts of something else. */
    private static @Nullable String partLabel(String key) {
        for (Split part : Split.values()) {
            if (key.startsWith(part.label() + "_")) {
                return part.label() + ", " + key.substring(part.label().length() + 1);
            }
        }
        return null;
    }

    private static Map<String, Object> row(String what, Kind kind, long from, long count) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", what);
        row.put("kind", kind.text());
        row.put("count", count);
        row.put("from", from);
        row.put("to", from + count);
        return row;
    }
}
