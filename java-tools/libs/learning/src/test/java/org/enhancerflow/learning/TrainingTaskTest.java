package org.enhancerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTaskTest {

    private static final Family CNN = Families.named("cnn");
    private static final Family DNABERT2 = Families.named("dnabert2");
    private static final Map<String, String> TINY =
            Map.of("layers", "1", "hidden", "8", "heads", "2", "intermediate", "8", "dropout_hidden", "0.3");

    @TempDir
    Path folder;

    @Test
    void theCnnRefusesTokensThatAreNotSingleBases() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 8, 1)) {
            assertThatThrownBy(() -> TrainingTask.of(CNN, Map.of(), store, store, null))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("kind 'bpe'")
                    .hasMessageContaining("char");
        }
    }

    @Test
    void storesOfDifferentTokenizersAreRefused() throws IOException {
        TokenHeader other = new TokenHeader(List.of("normal", "tumour"), "bpe", "11".repeat(32), 16, 3, 100, false);
        try (TokenStore train = Stores.raggedStore(folder.resolve("t"), 8, 1);
                TokenStore validation = Stores.write(folder.resolve("v"), other, 8, 12, 12, 1)) {
            assertThatThrownBy(() -> TrainingTask.of(DNABERT2, Map.of(), train, validation, null))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("another tokenizer");
        }
    }

    @Test
    void aSplitOfOneClassIsRefused() throws IOException {
        try (TokenStore train = Stores.raggedStore(folder.resolve("t"), 8, 1);
                TokenStore validation = Stores.raggedStore(folder.resolve("v"), 1, 1)) {
            assertThatThrownBy(() -> TrainingTask.of(DNABERT2, Map.of(), train, validation, null))
                    .hasMessageContaining("1 windows of 1 classes");
        }
    }

    @Test
    void sizesComeWithPretrainedWeightsAndDropoutMayDiffer() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 8, 1)) {
            Architecture source =
                    TrainingTask.of(DNABERT2, TINY, store, store, null).architecture();
            Weights.write(folder, source, List.of("a", "b"), Network.initial(source, 1));
            TrainingTask task = TrainingTask.of(DNABERT2, Map.of("dropout_classifier", "0.2"), store, store, folder);
            assertThat(task.settings().asMap())
                    .containsEntry("hidden", "8")
                    .containsEntry("dropout_hidden", "0.3")
                    .containsEntry("dropout_classifier", "0.2");
            assertThat(task.start(9).values()).usingRecursiveComparison().isEqualTo(Network.initial(source, 1));
            assertThatThrownBy(() -> TrainingTask.of(DNABERT2, Map.of("hidden", "16"), store, store, folder))
                    .hasMessageContaining("'hidden' is fixed to 8");
            assertThatThrownBy(() -> TrainingTask.of(CNN, Map.of(), store, store, folder))
                    .isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void pretrainedWeightsOfAnotherVocabularyAreRefused() throws IOException {
        TokenHeader larger = Stores.header("bpe", 99);
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 8, 1);
                TokenStore other = Stores.write(folder.resolve("u"), larger, 8, 12, 12, 1)) {
            Architecture source =
                    TrainingTask.of(DNABERT2, TINY, store, store, null).architecture();
            Weights.write(folder, source, List.of("a", "b"), Network.initial(source, 1));
            assertThatThrownBy(() -> TrainingTask.of(DNABERT2, Map.of(), other, other, folder))
                    .hasMessageContaining("vocabulary of 16")
                    .hasMessageContaining("have 99");
        }
    }
}
