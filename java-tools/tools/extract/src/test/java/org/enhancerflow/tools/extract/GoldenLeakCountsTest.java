package org.enhancerflow.tools.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of golden/split_leak, for the training files of Liu 2016, alone and together. */
class GoldenLeakCountsTest {
    private static final List<String> PARTS =
            List.of("train_strong_enhancers", "train_weak_enhancers", "train_nonenhancers");

    @TempDir
    Path folder;

    @Test
    void countsOfEachTrainingFileAndOfAllAreReproduced() throws IOException {
        Path liu = shared("data/liu2016_train");
        JsonNode golden = new ObjectMapper()
                .readTree(shared("golden/split_leak/expected.json").toFile());
        for (String name : List.of(PARTS.get(0), PARTS.get(1), PARTS.get(2), "train_enhancers")) {
            assertCounts(
                    List.of(liu.resolve(name + ".fa")), golden.path("per_file").path(name));
        }
        assertCounts(PARTS.stream().map(name -> liu.resolve(name + ".fa")).toList(), golden.path("train_all"));
    }

    private void assertCounts(List<Path> files, JsonNode expected) throws IOException {
        Path out = folder.resolve("out");
        List<Object> arguments = new ArrayList<>(List.of("--out", out, "--reference-out", folder.resolve("ref")));
        for (Path file : files) {
            arguments.addAll(List.of("--sequences", file, "--sample", file.getFileName(), "--label", "l"));
        }
        ToolRun run = ToolRun.of(new ExtractTool(), arguments);
        assertThat(run.exit()).as(run.err()).isZero();
        WindowTable table = WindowTable.read(out);
        Set<String> exact = new HashSet<>();
        Set<String> canonical = new HashSet<>();
        Map<String, Integer> lengths = new java.util.TreeMap<>();
        for (int row = 0; row < table.size(); row++) {
            canonical.add(table.id(row).hex());
            exact.add(table.id(row).hex() + table.reversed(row));
            lengths.merge(String.valueOf(table.length(row)), 1, Integer::sum);
        }
        assertThat(table.size()).isEqualTo(expected.path("records").asInt());
        assertThat(exact).hasSize(expected.path("unique_exact").asInt());
        assertThat(canonical).hasSize(expected.path("unique_canonical").asInt());
        assertThat(table.size() - canonical.size())
                .isEqualTo(expected.path("surplus_canonical").asInt());
        expected.path("length_counts").fields().forEachRemaining(count -> assertThat(lengths)
                .containsEntry(count.getKey(), count.getValue().asInt()));
        assertThat(Manifest.read(Manifest.besides(out)).counts())
                .containsEntry(
                        "windows_with_n", expected.path("records_with_non_ACGT").asLong());
    }

    private static Path shared(String name) {
        Path path = Path.of(System.getProperty("enhancerflow.shared", "missing"), name);
        Assumptions.assumeTrue(Files.exists(path), "SKIPPED: golden data are missing: " + path);
        return path;
    }
}
