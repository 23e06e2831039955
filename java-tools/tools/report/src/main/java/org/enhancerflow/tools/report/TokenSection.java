package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.enhancerflow.artifacts.Manifest;

/** What each tokenizer made of the windows, as TOKENIZE noted it. */
final class TokenSection {
    private static final String KIND = "tokenizer_kind";

    private TokenSection() {}

    static Html of(List<Manifest> manifests) {
        Map<String, String[]> rows = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>();
        columns.add("Figure");
        for (int i = 0; i < manifests.size(); i++) {
            Manifest manifest = manifests.get(i);
            columns.add(name(manifest, i));
            int at = i;
            manifest.counts().forEach((key, count) -> cell(rows, key, manifests.size())[at] = Numbers.count(count));
            manifest.values().forEach((key, value) -> cell(rows, key, manifests.size())[at] = shown(key, value));
            rows.remove(KIND);
        }
        Table table = new Table("Sequences and tokens, by tokenizer", columns.toArray(String[]::new));
        rows.forEach((key, cells) -> {
            List<String> row = new ArrayList<>();
            row.add(Numbers.words(key));
            row.addAll(List.of(cells));
            table.row(row.toArray(String[]::new));
        });
        return table.html();
    }

    /** Shares are fractions of 1; means have more digits than say anything. */
    private static String shown(String key, String value) {
        if (!value.matches("[0-9]+\\.[0-9]+")) {
            return value;
        }
        double number = Double.parseDouble(value);
        return key.startsWith("share_")
                ? String.format(Locale.ROOT, "%.2f %%", 100 * number)
                : String.format(Locale.ROOT, "%,.1f", number);
    }

    /** The tokenizer's kind where it was noted; else its place in the order given. */
    private static String name(Manifest manifest, int index) {
        String kind = manifest.values().get(KIND);
        return kind == null ? "Tokenizer " + (index + 1) : kind;
    }

    private static String[] cell(Map<String, String[]> rows, String key, int width) {
        return rows.computeIfAbsent(key, k -> {
            String[] cells = new String[width];
            java.util.Arrays.fill(cells, "");
            return cells;
        });
    }
}
