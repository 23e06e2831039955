package org.enhancerflow.tools.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.engine.Families;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.learning.ModelFolder;
import org.enhancerflow.learning.TrainingTask;
import org.enhancerflow.testkit.RandomCorpus;
import org.enhancerflow.tokenizers.Tokenizer;
import org.enhancerflow.tokenizers.Tokenizers;

/** A small model as training begins with it. */
final class UntrainedModel {
    private UntrainedModel() {}

    /**
     * Writes a model folder, and the test windows of its corpus as TOKENIZE would write them.
     *
     * @param store where the tokens go
     */
    static void write(
            Path model, RandomCorpus corpus, Path tokenizer, Path store, String family, Map<String, String> settings)
            throws IOException {
        List<String> labels = corpus.windows().header().labels();
        TokenHeader header;
        try (Tokenizer encoder = Tokenizers.open(tokenizer);
                Reference reference = Reference.open(corpus.fasta())) {
            header = new TokenHeader(
                    labels, encoder.kind(), Digest.of(tokenizer), encoder.vocabularySize(), encoder.padId(), 60, false);
            WindowSequences sequences = WindowSequences.of(reference, corpus.windows(), corpus.file());
            try (TokenStoreWriter writer = new TokenStoreWriter(store, header)) {
                for (int row : corpus.windows().rowsOf(Split.TEST)) {
                    writer.add(
                            encoder.encode(sequences.bases(row)),
                            corpus.windows().label(row),
                            row);
                }
                writer.finish();
            }
        }
        Files.createDirectory(model);
        try (TokenStore tokens = TokenStore.open(store)) {
            TrainingTask task = TrainingTask.of(Families.named(family), settings, tokens, tokens, null);
            TrainingRecord record = new TrainingRecord(
                    family,
                    labels,
                    header.tokenizerKind(),
                    header.tokenizerDigest(),
                    60,
                    5,
                    1,
                    "cpu",
                    Map.of(),
                    null,
                    1,
                    1,
                    1,
                    1,
                    1,
                    0.5);
            ModelFolder.write(
                    model, task.architecture(), task.start(5).values(), record, new History(List.of()), tokenizer);
        }
    }
}
