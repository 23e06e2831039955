package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code trials.tsv}: a study's finished trials by number; columns {@code number, state, value, step}, then one per
 * parameter ({@code param_NAME}). No time stamps.
 */
public record Trials(List<String> parameters, List<Trial> rows) {
    private static final List<String> FIXED = List.of("number", "state", "value", "step");
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
                        in.integer(f.get(0)), f.get(1), in.optionalDecimal(f.get(2)), in.integer(f.get(3)), values));
            }
            return new Trials(names, rows);
        }
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        StringBuilder out = new StringBuilder(String.join("\t", FIXED));
        parameters.forEach(name -> out.append('\t').append(PREFIX).append(name));
        out.append('\n');
        for (Trial t : rows) {
            out.append(t.number()).append('\t').append(t.state()).append('\t');
            out.append(t.value() == null ? "" : t.value()).append('\t').append(t.step());
            parameters.forEach(name -> out.append('\t').append(t.parameters().getOrDefault(name, "")));
            out.append('\n');
        }
        Files.writeString(file, out);
    }
}
