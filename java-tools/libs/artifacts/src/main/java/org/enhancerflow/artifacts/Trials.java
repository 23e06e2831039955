package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code trials.tsv}: a study's finished trials by number; columns {@code number, state, value, step, reports}, then
 * one per parameter ({@code param_NAME}). Reports are {@code step:value}, separated by blanks. No time stamps.
 */
public record Trials(List<String> parameters, List<Trial> rows) {
    private static final List<String> FIXED = List.of("number", "state", "value", "step", "reports");
    private static final String PREFIX = "param_";

    public Trials {
        parameters = List.copyOf(parameters);
        rows = rows.stream().sorted(Comparator.comparingLong(Trial::number)).toList();
    }

    /** Reads the file. */
    public static Trials read(Path file) throws IOException {
        try (TsvReader in = new TsvReader(file)) {
            List<String> columns = in.columns();
            boolean formed = columns.size() >= FIXED.size()
                    && columns.subList(0, FIXED.size()).equals(FIXED)
                    && columns.stream().skip(FIXED.size()).allMatch(c -> c.startsWith(PREFIX));
            if (!formed) {
                throw new BadInputException(file, 1, "is not a table of trials", "use trials.tsv from search");
            }
            List<String> names = columns.stream()
                    .skip(FIXED.size())
                    .map(c -> c.substring(PREFIX.length()))
                    .toList();
            List<Trial> rows = new ArrayList<>();
            for (List<String> f = in.next(); !f.isEmpty(); f = in.next()) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    values.put(names.get(i), f.get(FIXED.size() + i));
                }
                rows.add(new Trial(
                        in.integer(f.get(0)),
                        f.get(1),
                        in.optionalDecimal(f.get(2)),
                        in.integer(f.get(3)),
                        reports(in, f.get(4)),
                        values));
            }
            return new Trials(names, rows);
        }
    }

    private static SortedMap<Long, Double> reports(TsvReader in, String text) {
        SortedMap<Long, Double> reports = new TreeMap<>();
        for (String report : text.isEmpty() ? new String[0] : text.split(" ")) {
            int colon = report.indexOf(':');
            reports.put(in.integer(report.substring(0, Math.max(0, colon))), in.decimal(report.substring(colon + 1)));
        }
        return reports;
    }

    private static String text(SortedMap<Long, Double> reports) {
        StringBuilder text = new StringBuilder();
        reports.forEach((step, value) ->
                text.append(text.isEmpty() ? "" : " ").append(step).append(':').append(value));
        return text.toString();
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        StringBuilder out = new StringBuilder(String.join("\t", FIXED));
        parameters.forEach(name -> out.append('\t').append(PREFIX).append(name));
        out.append('\n');
        for (Trial t : rows) {
            out.append(t.number()).append('\t').append(t.state()).append('\t');
            out.append(t.value() == null ? "" : t.value()).append('\t').append(t.step());
            out.append('\t').append(text(t.reports()));
            parameters.forEach(name -> out.append('\t').append(t.parameters().getOrDefault(name, "")));
            out.append('\n');
        }
        Files.writeString(file, out);
    }
}
