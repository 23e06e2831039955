package org.enhancerflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.engine.dnabert2.Dnabert2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {

    private static final Dnabert2 MODEL = new Dnabert2(1, 8, 2, 12, 16, 2, 2, 0, 1e-12, 0.02, 0.1, 0, 0.1);

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        List<float[]> values = Network.initial(MODEL, 1);
        Weights.write(folder, MODEL, List.of("normal", "tumour"), values);
        Weights.Loaded loaded = Weights.read(folder);
        assertThat(loaded.architecture()).isEqualTo(MODEL);
        assertThat(loaded.values()).usingRecursiveComparison().isEqualTo(values);
        assertThat(Files.readString(folder.resolve("config.json"))).contains("\"0\" : \"normal\"", "\"tumour\" : 1");
    }

    @Test
    void missingAndUnexpectedNamesStandInOneLine() throws IOException {
        Weights.write(folder, MODEL, List.of("a", "b"), Network.initial(MODEL, 1));
        rewrite(specs -> {
            specs.remove(0);
            specs.add(ParameterSpec.plain("bert.extra", 0, 2));
        });
        assertThatThrownBy(() -> Weights.readPretrained(folder, MODEL, 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("missing bert.embeddings.word_embeddings.weight, unexpected bert.extra")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aHeadForOtherClassesStartsFreshAndTheMaskedLanguageHeadIsIgnored() throws IOException {
        Weights.write(folder, MODEL, List.of("a", "b"), Network.initial(MODEL, 1));
        rewrite(specs -> specs.add(ParameterSpec.plain("cls.predictions.bias", 0, 4)));
        Dnabert2 three = new Dnabert2(1, 8, 2, 12, 16, 2, 3, 0, 1e-12, 0.02, 0.1, 0, 0.1);
        Weights.Start start = Weights.readPretrained(folder, three, 7);
        assertThat(start.fresh()).containsExactly("classifier.weight", "classifier.bias");
        assertThat(start.ignored()).containsExactly("cls.predictions.bias");
        assertThat(start.values().get(start.values().size() - 2)).hasSize(3 * 8);
        assertThat(Weights.readPretrained(folder, MODEL, 7).fresh()).isEmpty();
        assertThatThrownBy(() -> Weights.read(folder.resolveSibling("none"))).isInstanceOf(BadInputException.class);
    }

    @Test
    void aWrongShapeIsRefused() throws IOException {
        Weights.write(folder, MODEL, List.of("a", "b"), Network.initial(MODEL, 1));
        rewrite(specs -> specs.set(3, ParameterSpec.plain("bert.embeddings.LayerNorm.bias", 0, 9)));
        assertThatThrownBy(() -> Weights.readPretrained(folder, MODEL, 1))
                .hasMessageContaining("has the shape [9], its config.json says [8]");
    }

    private void rewrite(java.util.function.Consumer<List<ParameterSpec>> change) throws IOException {
        List<ParameterSpec> specs = new ArrayList<>(MODEL.parameters());
        change.accept(specs);
        Weights.writeTensors(
                folder.resolve(Weights.FILE), specs, i -> new float[specs.get(i).count()], Map.of());
    }
}
