package org.enhancerflow.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Scikit-learn's values and the rows they were computed from, in {@code <enhancerflow.shared>/golden/metrics}. */
final class Golden {
    private Golden() {}

    /** Rows of one set: labels and one or two columns of scores. */
    record Rows(List<Boolean> labels, List<List<Double>> columns) {
        boolean[] positive() {
            boolean[] positive = new boolean[labels.size()];
            for (int i = 0; i < positive.length; i++) {
                positive[i] = labels.get(i);
            }
            return positive;
        }

        double[] scores(int column) {
            return columns.get(column).stream().mapToDouble(Double::doubleValue).toArray();
        }

        BinaryScores binary(int column) {
            return BinaryScores.of(positive(), scores(column));
        }
    }

    static Path folder() {
        Path folder = Path.of(System.getProperty("enhancerflow.shared", "missing"), "golden", "metrics");
        Assumptions.assumeTrue(
                Files.isDirectory(folder), () -> "SKIPPED: no golden metrics at " + folder + " (enhancerflow.shared)");
        return folder;
    }

    static JsonNode expected() throws IOException {
        return new ObjectMapper()
                .readTree(folder().resolve("expected.json").toFile())
                .get("sets");
    }

    static Rows rows(String set) throws IOException {
        List<String> lines = Files.readAllLines(folder().resolve(set + ".tsv"));
        List<Boolean> labels = new ArrayList<>();
        List<List<Double>> columns = new ArrayList<>();
        int width = lines.get(0).split("\t", -1).length;
        for (int c = 1; c < width; c++) {
            columns.add(new ArrayList<>());
        }
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            labels.add(fields[0].equals("1"));
            for (int c = 1; c < width; c++) {
                columns.get(c - 1).add(Double.parseDouble(fields[c]));
            }
        }
        return new Rows(labels, columns);
    }
}
