package org.enhancerflow.tools.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.enhancerflow.artifacts.Calibration;
import org.enhancerflow.artifacts.Prediction;
import org.enhancerflow.artifacts.Predictions;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.engine.Network;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.learning.Hardware;
import org.enhancerflow.learning.ModelFolder;
import org.enhancerflow.learning.Scorer;
import org.enhancerflow.learning.WindowAnswer;
import org.enhancerflow.tokenizers.Tokenizer;

/**
 * The way of EVALUATE: windows become a token store with the model's own tokenizer, the store is scored, scores are
 * calibrated. Tokens wait on disk, so memory grows by the windows' columns and logits alone, some 100 bytes each.
 */
final class Predicting {
    private final ModelFolder model;
    private final Tokenizer tokenizer;
    private final int maxTokens;
    private final Calibration calibration;

    Predicting(ModelFolder model, Tokenizer tokenizer, int maxTokens, Calibration calibration) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.calibration = calibration;
    }

    /** Scores every window, in the table's order. */
    void write(Path out, WindowTable windows, Path windowsFile, Reference reference, Hardware hardware, Run run)
            throws IOException {
        Path tokens = out.resolveSibling(out.getFileName() + ".tokens.safetensors");
        try {
            tokenize(tokens, windows, WindowSequences.of(reference, windows, windowsFile));
            float[][] logits;
            try (TokenStore store = TokenStore.open(tokens)) {
                logits = hardware.run(torch -> {
                    try (Network network = model.load(torch);
                            Progress progress = run.progress("windows", store.size())) {
                        run.value("device", torch.device());
                        return Scorer.logits(network, store, progress::advance);
                    }
                });
            }
            write(out, windows, logits, run);
        } finally {
            Files.deleteIfExists(tokens);
        }
    }

    private void tokenize(Path file, WindowTable windows, WindowSequences sequences) throws IOException {
        TokenHeader header = new TokenHeader(
                model.labels(),
                tokenizer.kind(),
                model.tokenizerDigest(),
                tokenizer.vocabularySize(),
                tokenizer.padId(),
                maxTokens,
                false);
        try (TokenStoreWriter store = new TokenStoreWriter(file, header)) {
            for (int row = 0; row < windows.size(); row++) {
                int[] ids = tokenizer.encode(sequences.bases(row));
                // What reads tokens by place is never cut, as in TOKENIZE.
                store.add(tokenizer.keepsPlaces() ? ids : tokenizer.truncate(ids, maxTokens), 0, row);
            }
            store.finish();
        }
    }

    private void write(Path out, WindowTable windows, float[][] answers, Run run) throws IOException {
        int classes = model.labels().size();
        int positive = model.labels().indexOf(calibration.positiveLabel());
        double[] logits = new double[classes];
        long called = 0;
        long labelled = 0;
        try (Predictions.Writer writer = new Predictions.Writer(out, model.labels())) {
            for (int row = 0; row < answers.length; row++) {
                for (int c = 0; c < classes; c++) {
                    logits[c] = answers[row][c];
                }
                // A class that the model does not know is no truth to hold its answer against.
                String label = windows.labelName(row);
                boolean known = model.labels().contains(label);
                Prediction answer = WindowAnswer.of(
                        windows, row, known ? label : null, logits, 0, classes, calibration.temperature());
                writer.write(answer);
                labelled += known ? 1 : 0;
                called += answer.scores().get(positive) >= calibration.threshold() ? 1 : 0;
            }
        }
        run.count("windows", answers.length);
        run.count("labelled", labelled);
        run.count("called_" + calibration.positiveLabel(), called);
    }
}
