package org.enhancerflow.tools.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.engine.Network;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.learning.Hardware;
import org.enhancerflow.learning.ModelFolder;
import org.enhancerflow.learning.Scorer;

/** Logits of a model folder for the token stores of validation and test. */
final class ModelAnswers {
    private final ModelFolder model;
    private final WindowTable corpus;
    private final Path corpusFile;

    private ModelAnswers(ModelFolder model, WindowTable corpus, Path corpusFile) {
        this.model = model;
        this.corpus = corpus;
        this.corpusFile = corpusFile;
    }

    /**
     * Scores both stores.
     *
     * @param strandWindows test windows whose other strand is scored too, at most
     * @throws BadInputException when model, stores and corpus do not belong together
     */
    static Answers of(
            Path modelFolder,
            Path validation,
            Path test,
            WindowTable corpus,
            Path corpusFile,
            int strandWindows,
            Hardware hardware,
            Run run)
            throws IOException {
        ModelAnswers answers = new ModelAnswers(ModelFolder.open(modelFolder), corpus, corpusFile);
        try (TokenStore validationStore = TokenStore.open(validation);
                TokenStore testStore = TokenStore.open(test)) {
            // Before libtorch starts: a wrong file is said at once.
            LabelledLogits.Rows validationRows = answers.rows(validationStore, Split.VALIDATION);
            LabelledLogits.Rows testRows = answers.rows(testStore, Split.TEST);
            int[] turned = testStore.header().reverseComplement()
                    ? OtherStrand.spread(testStore.size(), strandWindows)
                    : new int[0];
            long windows = (long) validationStore.size() + testStore.size() + turned.length;
            return hardware.run(torch -> {
                try (Network network = answers.model.load(torch);
                        Progress progress = run.progress("windows", windows)) {
                    run.value("device", torch.device());
                    LabelledLogits ofValidation =
                            validationRows.with(Scorer.logits(network, validationStore, progress::advance));
                    LabelledLogits ofTest = testRows.with(Scorer.logits(network, testStore, progress::advance));
                    return new Answers(
                            ofValidation, ofTest, otherStrand(network, testStore, ofTest, turned, progress::advance));
                }
            });
        }
    }

    private static Optional<OtherStrand> otherStrand(
            Network network, TokenStore store, LabelledLogits test, int[] rows, LongConsumer progress) {
        return rows.length == 0
                ? Optional.empty()
                : Optional.of(
                        new OtherStrand(rows, test, Scorer.reverseComplementLogits(network, store, rows, progress)));
    }

    /** A store's rows, each checked to be the corpus row it says it is. */
    private LabelledLogits.Rows rows(TokenStore store, Split part) {
        model.check(store);
        int expected = corpus.rowsOf(part).length;
        if (store.size() != expected) {
            throw foreign(
                    store,
                    "has " + store.size() + " sequences, " + corpusFile + " has " + expected + " " + part.label()
                            + " windows");
        }
        int[] windows = new int[store.size()];
        int[] classes = new int[store.size()];
        for (int row = 0; row < store.size(); row++) {
            long window = store.window(row);
            if (window < 0 || window >= corpus.size() || corpus.split((int) window) != part) {
                throw foreign(
                        store,
                        "its sequence " + row + " is row " + window + " of the corpus, which is not a " + part.label()
                                + " window of " + corpusFile);
            }
            windows[row] = (int) window;
            classes[row] = store.label(row);
            String label = store.header().labels().get(classes[row]);
            if (!label.equals(corpus.labelName(windows[row]))) {
                throw foreign(
                        store,
                        "its sequence " + row + " has the label '" + label + "', row " + window + " of " + corpusFile
                                + " has '" + corpus.labelName(windows[row]) + "'");
            }
        }
        return new LabelledLogits.Rows(store.header().labels(), windows, classes);
    }

    private static BadInputException foreign(TokenStore store, String what) {
        return new BadInputException(
                store.path(), what, "pass the token stores that were made from this corpus, each for its own part");
    }
}
