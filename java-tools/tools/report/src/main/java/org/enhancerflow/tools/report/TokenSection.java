package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.enhancerflow.artifacts.Manifest;

/** What each tokenizer made of the windows, as TOKENIZE noted it. */
final class TokenSection {
    private static final String KIND = "tokenizer_kind";

    private TokenSection() {}

    static Html of(Contents contents) {
        List<Manifest> manifests = contents.of(Contents.Tools.TOKENIZE);
        Map<String, String> splits = contents.splitsOfCorpora();
        Map<String, Map<String, String>> whole = new LinkedHashMap<>();
        Map<String, Map<String, String>> byClass = new LinkedHashMap<>();
        for (int i = 0; i < manifests.size(); i++) {
            String tokenizer = name(manifests.get(i), i, splits);
            figures(manifests.get(i)).forEach((key, value) -> {
                // A figure of one class stands behind the class's name.
                int slash = key.lastIndexOf('/');
                Map<String, Map<String, String>> columns = slash < 0 ? whole : byClass;
                String column = slash < 0 ? tokenizer : tokenizer + ", " + key.substring(0, slash);
                columns.computeIfAbsent(column, k -> new LinkedHashMap<>()).put(key.substring(slash + 1), value);
            });
        }
        Html html = table("Sequences and tokens, by tokenizer", whole);
        return byClass.isEmpty() ? html : html.add(table("Sequences and tokens, by tokenizer and class", byClass));
    }

    private static Map<String, String> figures(Manifest manifest) {
        Map<String, String> figures = new LinkedHashMap<>();
        manifest.counts().forEach((key, count) -> figures.put(key, Numbers.count(count)));
        manifest.values().forEach((key, value) -> figures.put(key, shown(key, value)));
        figures.remove(KIND);
        return figures;
    }

    private static Html table(String caption, Map<String, Map<String, String>> columns) {
        List<String> head = new ArrayList<>(List.of("Figure"));
        head.addAll(columns.keySet());
        Set<String> keys = new LinkedHashSet<>();
        columns.values().forEach(column -> keys.addAll(column.keySet()));
        Table table = new Table(caption, head.toArray(String[]::new));
        for (String key : keys) {
            List<String> row = new ArrayList<>(List.of(Numbers.words(key)));
            columns.values().forEach(column -> row.add(column.getOrDefault(key, "")));
            table.row(row.toArray(String[]::new));
        }
        return table.html();
    }

    /** Shares are fractions of 1; means have more digits than say anything. */
    private static String shown(String key, String value) {
        if (!value.matches("[0-9]+\\.[0-9]+")) {
            return value;
        }
        double number = Double.parseDouble(value);
        return key.contains("share_")
                ? String.format(Locale.ROOT, "%.2f %%", 100 * number)
                : String.format(Locale.ROOT, "%,.1f", number);
    }

    /** The tokenizer's kind where it was noted, else its place in the order given; then the split, where there are several. */
    private static String name(Manifest manifest, int index, Map<String, String> splits) {
        String kind = manifest.values().get(KIND);
        String split = manifest.inputs().stream()
                .map(input -> splits.get(input.sha256()))
                .filter(Objects::nonNull)
                .map(strategy -> ", " + strategy)
                .findFirst()
                .orElse("");
        return (kind == null ? "Tokenizer " + (index + 1) : kind) + split;
    }
}
