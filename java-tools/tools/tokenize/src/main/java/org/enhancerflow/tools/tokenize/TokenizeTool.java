package org.enhancerflow.tools.tokenize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.tokenizers.Tokenizer;
import org.enhancerflow.tokenizers.Tokenizers;

/** Turns a split corpus into one token store for each split. */
final class TokenizeTool implements Tool {
    private static final String SUFFIX = ".tokens.safetensors";

    /** The parts whose other strand is stored too. */
    private enum Parts {
        NONE,
        TEST,
        ALL;

        Set<Split> splits() {
            return switch (this) {
                case NONE -> Set.of();
                case TEST -> Set.of(Split.TEST);
                case ALL -> Set.of(Split.values());
            };
        }
    }

    @Override
    public String name() {
        return "tokenize";
    }

    @Override
    public String summary() {
        return "Writes the token ids of every window of a split corpus, one store for each split.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .required("corpus", "F", "split corpus (windows table) written by split")
                .required("reference", "FA", "the reference the corpus was cut from")
                .required("tokenizer", "F", "Hugging Face tokenizer.json")
                .required("out", "DIR", "folder for train, validation and test .tokens.safetensors")
                .withDefault(
                        "max-tokens",
                        "N",
                        "232",
                        "longest sequence kept, special tokens included; not for single bases and overlapping k-mers")
                .withDefault(
                        "reverse-complement",
                        "PARTS",
                        "none",
                        "store the tokens of the other strand too: none, test (for evaluate), or all (to train on)")
                .optional("threads", "N", "threads (default: all cores); the output does not depend on it")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path corpus = arguments.existingFile("corpus");
        Path referencePath = arguments.path("reference");
        Path tokenizerPath = arguments.existingFile("tokenizer");
        Path out = arguments.path("out");
        int threads = arguments.has("threads")
                ? arguments.integer("threads", 1, 1024)
                : Runtime.getRuntime().availableProcessors();
        int limit = arguments.integer("max-tokens", 1, Integer.MAX_VALUE);
        Set<Split> bothStrands =
                arguments.choice("reverse-complement", Parts.class).splits();
        WindowTable windows = readSplit(corpus);
        run.input(corpus);
        try (Reference reference = Reference.open(referencePath);
                Tokenizer tokenizer = Tokenizers.open(tokenizerPath)) {
            run.input(referencePath, reference.digest());
            run.input(tokenizerPath);
            TokenHeader header = new TokenHeader(
                    windows.header().labels(),
                    tokenizer.kind(),
                    Digest.of(tokenizerPath),
                    tokenizer.vocabularySize(),
                    tokenizer.padId(),
                    maxTokens(tokenizer, limit, arguments.has("max-tokens"), windows, run),
                    false);
            CorpusTokenizer core = new CorpusTokenizer(
                    reference, windows, corpus, tokenizer, header.maxTokens(), bothStrands, threads);
            run.value("tokenizer_kind", tokenizer.kind());
            AtomicOutput.directory(out, folder -> write(core, folder, header, bothStrands, windows.size(), run)
                    .report(run));
        }
        for (Split split : Split.values()) {
            run.output(out.resolve(split.label() + SUFFIX));
        }
        run.commit(out);
    }

    private static WindowTable readSplit(Path corpus) throws IOException {
        WindowTable windows = WindowTable.read(corpus);
        if (!windows.hasSplit()) {
            throw new BadInputException(corpus, "the corpus is not split", "run split first");
        }
        return windows;
    }

    /** Tokens that keep their bases' places stay whole: a model that reads them by place must see the whole window. */
    private static int maxTokens(Tokenizer tokenizer, int limit, boolean given, WindowTable windows, Run run) {
        int specials = tokenizer.specialsBefore() + tokenizer.specialsAfter();
        if (tokenizer.keepsPlaces()) {
            int longest = 0;
            for (int row = 0; row < windows.size(); row++) {
                longest = Math.max(longest, windows.length(row));
            }
            // Every base gives one token at most.
            int whole = Math.max(1, longest + specials);
            if (given && limit < whole) {
                run.log("tokens of the kind " + tokenizer.kind() + " are never cut: windows of " + longest
                        + " bases are kept whole, --max-tokens " + limit + " does not apply");
            }
            return whole;
        }
        if (limit <= specials) {
            throw new UsageException(
                    "--max-tokens " + limit + " leaves no room for bases beside the " + specials + " special tokens");
        }
        return limit;
    }

    private static TokenStoreWriter store(Path folder, TokenHeader header, Split split, Set<Split> bothStrands)
            throws IOException {
        return new TokenStoreWriter(
                folder.resolve(split.label() + SUFFIX), header.withReverseComplement(bothStrands.contains(split)));
    }

    private static CorpusStatistics write(
            CorpusTokenizer core, Path folder, TokenHeader header, Set<Split> bothStrands, int windows, Run run)
            throws IOException {
        try (TokenStoreWriter train = store(folder, header, Split.TRAIN, bothStrands);
                TokenStoreWriter validation = store(folder, header, Split.VALIDATION, bothStrands);
                TokenStoreWriter test = store(folder, header, Split.TEST, bothStrands);
                Progress progress = run.progress("windows", windows)) {
            CorpusStatistics statistics = core.run(
                    Map.of(Split.TRAIN, train, Split.VALIDATION, validation, Split.TEST, test), progress::advance);
            train.finish();
            validation.finish();
            test.finish();
            return statistics;
        }
    }
}
