package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals written by Optuna itself, against what Optuna reads from them. */
class GoldenJournalTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("enhancerflow.shared", "../shared")).resolve("golden/optuna");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    Path folder;

    @Test
    void journalsOfBothVersionsReadAsOptunaReadsThem() throws IOException {
        assumeGolden();
        for (String version : List.of("4.9.0", "5.0.0dev")) {
            JsonNode expected = MAPPER.readTree(
                    GOLDEN.resolve("expected-" + version + ".json").toFile());
            JournalReplay replay = replay(GOLDEN.resolve("journal-" + version + ".log"));
            compare(version, replay, expected.get("studies"));
        }
    }

    @Test
    void edgeCasesReadAsOptuna5ReadsThem() throws IOException {
        assumeGolden();
        JsonNode expected =
                MAPPER.readTree(GOLDEN.resolve("edge/expected-5.0.0dev.json").toFile());
        assertThat(expected.size()).isEqualTo(23);
        for (Map.Entry<String, JsonNode> edge : expected.properties()) {
            Path journal = GOLDEN.resolve("edge").resolve(edge.getKey());
            if (edge.getValue().get("reads").booleanValue()) {
                compare(edge.getKey(), replay(journal), edge.getValue().get("studies"));
            } else {
                assertThatThrownBy(() -> replay(journal)).as(edge.getKey()).isInstanceOf(TuningFormatException.class);
            }
        }
    }

    private static void assumeGolden() {
        assumeTrue(Files.exists(GOLDEN), "SKIPPED: Optuna's golden journals are not at " + GOLDEN);
    }

    private JournalReplay replay(Path golden) throws IOException {
        Path copy = folder.resolve(golden.getFileName());
        Files.copy(golden, copy);
        JournalReplay replay = new JournalReplay();
        new JournalFile(copy, JournalLock.GRACE).read(replay::apply);
        return replay;
    }

    private static void compare(String what, JournalReplay replay, JsonNode studies) {
        assertThat(replay.studies().stream().filter(s -> !s.deleted).map(s -> s.name))
                .as(what)
                .containsExactlyInAnyOrderElementsOf(
                        studies.properties().stream().map(Map.Entry::getKey).toList());
        for (Map.Entry<String, JsonNode> entry : studies.properties()) {
            JournalReplay.StudyRecord study = replay.study(entry.getKey());
            assertThat(study).as(what).isNotNull();
            if (study == null) {
                return;
            }
            assertThat(replay.studies().indexOf(study))
                    .isEqualTo(entry.getValue().get("study_id").intValue());
            JsonNode trials = entry.getValue().get("trials");
            assertThat(study.trials).as(what).hasSize(trials.size());
            for (int i = 0; i < trials.size(); i++) {
                compare(
                        what + " " + entry.getKey() + " " + i,
                        study.trials.get(i).snapshot(),
                        trials.get(i));
                assertThat(study.trialIds.get(i))
                        .isEqualTo(trials.get(i).get("trial_id").intValue());
            }
        }
    }

    private static void compare(String what, StudyTrial trial, JsonNode expected) {
        assertThat(trial.number()).as(what).isEqualTo(expected.get("number").intValue());
        assertThat(trial.state().name())
                .as(what)
                .isEqualTo(expected.get("state").textValue());
        JsonNode values = expected.get("values");
        assertThat(trial.values()).as(what).hasSize(values.size());
        for (int i = 0; i < values.size(); i++) {
            assertThat(trial.values().get(i)).as(what).isEqualTo(number(values.get(i)));
        }
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        trial.distributions()
                .forEach((name, distribution) -> parameters.put(
                        name, distribution.value(trial.parameters().getOrDefault(name, Double.NaN))));
        Map<String, @Nullable Object> expectedParameters = new LinkedHashMap<>();
        expected.get("params").properties().forEach(e -> expectedParameters.put(e.getKey(), any(e.getValue())));
        assertThat(parameters).as(what).isEqualTo(expectedParameters);
        Map<Long, Double> reports = new LinkedHashMap<>();
        expected.get("intermediate_values")
                .properties()
                .forEach(e -> reports.put(Long.parseLong(e.getKey()), number(e.getValue())));
        assertThat(trial.reports()).as(what).containsExactlyInAnyOrderEntriesOf(reports);
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        expected.get("user_attrs").properties().forEach(e -> attributes.put(e.getKey(), any(e.getValue())));
        assertThat(trial.attributes()).as(what).isEqualTo(attributes);
        if (expected.has("system_attrs")) {
            assertThat(trial.systemAttributes()).as(what).isEqualTo(any(expected.get("system_attrs")));
        }
    }

    private static @Nullable Object any(JsonNode node) {
        return JournalValues.any(node);
    }

    /** Numbers that are not finite are text in the expected files. */
    private static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
    }
}
