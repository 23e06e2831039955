package org.enhancerflow.tools.vocab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.tokenizers.BpeTrainer;
import org.enhancerflow.tokenizers.BpeVocabulary;
import org.enhancerflow.tokenizers.KmerTokenizer;
import org.enhancerflow.tokenizers.TokenizerJson;
import org.enhancerflow.tokenizers.TrainingText;

/** Makes a tokenizer: learned from the corpus's training split, or one of the fixed ones. */
final class VocabTool implements Tool {
    /** A pair of terms seen only once says nothing about the language. */
    private static final int MINIMUM_COUNT = 2;

    /** Kinds of tokenizers that can be made. */
    enum Kind {
        BPE,
        CHAR,
        KMER
    }

    @Override
    public String name() {
        return "vocab";
    }

    @Override
    public String summary() {
        return "Makes a tokenizer.json: byte-pair encoding learned from the training split, k-mers, or single bases.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .optional("corpus", "F", "bpe: split corpus (windows table) written by split")
                .optional("reference", "FA", "bpe: the reference the corpus was cut from")
                .required("out", "F", "tokenizer.json to write")
                .withDefault("kind", "KIND", "bpe", "bpe, char or kmer")
                .withDefault("size", "N", "4096", "bpe: number of terms, special tokens included")
                .withDefault("k", "K", "6", "kmer: bases of a word, 3 to 8")
                .flag("non-overlapping", "kmer: words side by side, single bases at the end of a run")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path out = arguments.path("out");
        Kind kind = arguments.choice("kind", Kind.class);
        int size = arguments.integer("size", BpeTrainer.Settings.SMALLEST, BpeTrainer.Settings.LARGEST);
        int k = arguments.integer("k", KmerTokenizer.SHORTEST, KmerTokenizer.LONGEST);
        refuse(arguments, kind);
        switch (kind) {
            case CHAR -> AtomicOutput.file(out, TokenizerJson::writeChar);
            case KMER ->
                AtomicOutput.file(out, path -> TokenizerJson.writeKmer(path, k, !arguments.has("non-overlapping")));
            case BPE -> {
                BpeVocabulary vocabulary = learn(arguments, size, run);
                AtomicOutput.file(out, path -> TokenizerJson.write(path, vocabulary));
            }
        }
        run.output(out);
        run.commit(out);
    }

    /** An option that the kind would pass over is a misunderstanding. */
    private static void refuse(Arguments arguments, Kind kind) {
        Map<String, Kind> kinds = Map.of(
                "corpus",
                Kind.BPE,
                "reference",
                Kind.BPE,
                "size",
                Kind.BPE,
                "k",
                Kind.KMER,
                "non-overlapping",
                Kind.KMER);
        for (String option : List.of("corpus", "reference", "size", "k", "non-overlapping")) {
            if (arguments.has(option) && kinds.get(option) != kind) {
                throw new UsageException(
                        "--" + option + " says nothing to --kind " + arguments.text("kind") + ": leave it out");
            }
        }
        if (kind == Kind.BPE && !(arguments.has("corpus") && arguments.has("reference"))) {
            throw new UsageException("--kind bpe learns: name --corpus and --reference");
        }
    }

    private static WindowTable readSplit(Path corpus) throws IOException {
        WindowTable windows = WindowTable.read(corpus);
        if (!windows.hasSplit()) {
            throw new BadInputException(
                    corpus, "the corpus is not split, so a vocabulary would see the test windows", "run split first");
        }
        return windows;
    }

    private static BpeVocabulary learn(Arguments arguments, int size, Run run) throws IOException {
        Path corpus = arguments.existingFile("corpus");
        Path reference = arguments.path("reference");
        WindowTable windows = readSplit(corpus);
        run.input(corpus);
        TrainingText text = trainingText(windows, corpus, reference, run);
        long bases = text.bases();
        if (bases == 0) {
            throw new BadInputException(
                    corpus, "its training split holds no A, C, G or T", "check the corpus and its split");
        }
        BpeVocabulary vocabulary;
        try (Progress progress = run.progress("terms", size)) {
            vocabulary =
                    BpeTrainer.train(text, new BpeTrainer.Settings(size, MINIMUM_COUNT), terms -> progress.advance(1));
        }
        run.count("training_bases", bases);
        run.count("terms", vocabulary.terms().size());
        run.count("merges", vocabulary.merges().size());
        if (vocabulary.terms().size() < size) {
            run.log("only " + vocabulary.terms().size() + " of " + size
                    + " terms: no further pair occurs twice in the training split");
        }
        return vocabulary;
    }

    private static TrainingText trainingText(WindowTable windows, Path corpus, Path path, Run run) throws IOException {
        int rows = 0;
        long expected = 1;
        for (int row = 0; row < windows.size(); row++) {
            if (windows.split(row) == Split.TRAIN) {
                rows++;
                expected += windows.length(row) + 1L;
            }
        }
        run.count("training_windows", rows);
        TrainingText text = new TrainingText((int) Math.min(Integer.MAX_VALUE - 8, expected));
        try (Reference reference = Reference.open(path);
                Progress progress = run.progress("windows", rows)) {
            run.input(path, reference.digest());
            WindowSequences sequences = WindowSequences.of(reference, windows, corpus);
            for (int row = 0; row < windows.size(); row++) {
                if (windows.split(row) == Split.TRAIN) {
                    text.add(sequences.bases(row));
                    progress.advance(1);
                }
            }
        }
        return text;
    }
}
