package org.enhancerflow.tools.tokenize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.Shard;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStoreJoin;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.artifacts.WindowShard;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Parts;
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

    /** What a part of the corpus has counted, beside its stores. */
    private static final String STATISTICS = "statistics.json";

    /** The parts whose other strand is stored too. */
    private enum Strands {
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
                        "WHICH",
                        "none",
                        "store the tokens of the other strand too: none, test (for evaluate), or all (to train on)")
                .inParts("DIR", "out")
                .optional("threads", "N", "threads (default: all cores); the output does not depend on it")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path out = arguments.path("out");
        if (arguments.has("parts")) {
            Parts parts = Parts.of(arguments, run);
            run.value("tokenizer_kind", parts.value("tokenizer_kind"));
            AtomicOutput.directory(out, folder -> join(parts.paths(), folder).report(run));
        } else {
            encode(arguments, out, run);
        }
        for (Split split : Split.values()) {
            run.output(out.resolve(split.label() + SUFFIX));
        }
        run.commit(out);
    }

    private static void encode(Arguments arguments, Path out, Run run) throws IOException {
        Path corpus = arguments.existingFile("corpus");
        Path referencePath = arguments.path("reference");
        Path tokenizerPath = arguments.existingFile("tokenizer");
        int threads = arguments.has("threads")
                ? arguments.integer("threads", 1, 1024)
                : Runtime.getRuntime().availableProcessors();
        int limit = arguments.integer("max-tokens", 1, Integer.MAX_VALUE);
        Set<Split> bothStrands =
                arguments.choice("reverse-complement", Strands.class).splits();
        Shard shard = arguments.shard("shard").orElse(Shard.WHOLE);
        WindowShard windows = readSplit(corpus, shard);
        run.input(corpus);
        try (Reference reference = Reference.open(referencePath);
                Tokenizer tokenizer = Tokenizers.open(tokenizerPath)) {
            run.input(referencePath, reference.digest());
            run.input(tokenizerPath);
            TokenHeader header = new TokenHeader(
                    windows.windows().header().labels(),
                    tokenizer.kind(),
                    Digest.of(tokenizerPath),
                    tokenizer.vocabularySize(),
                    tokenizer.padId(),
                    maxTokens(tokenizer, limit, arguments.has("max-tokens"), windows.longest(), run),
                    false);
            CorpusTokenizer core = new CorpusTokenizer(
                    reference, windows, corpus, tokenizer, header.maxTokens(), bothStrands, threads);
            run.value("tokenizer_kind", tokenizer.kind());
            AtomicOutput.directory(out, folder -> {
                CorpusStatistics statistics = write(
                        core,
                        folder,
                        header,
                        bothStrands,
                        shard,
                        windows.windows().size(),
                        run);
                statistics.report(run);
                if (!shard.isWhole()) {
                    statistics.write(folder.resolve(STATISTICS));
                }
            });
        }
        if (!shard.isWhole()) {
            run.output(out.resolve(STATISTICS));
        }
    }

    /** Writes the stores that the parts make up, in the corpus's order. */
    private static CorpusStatistics join(List<Path> parts, Path folder) throws IOException {
        for (Split split : Split.values()) {
            try (TokenStoreJoin stores = TokenStoreJoin.open(within(parts, split.label() + SUFFIX))) {
                stores.write(folder.resolve(split.label() + SUFFIX));
            }
        }
        return CorpusStatistics.sum(within(parts, STATISTICS));
    }

    private static List<Path> within(List<Path> parts, String name) {
        return parts.stream().map(part -> part.resolve(name)).toList();
    }

    private static WindowShard readSplit(Path corpus, Shard shard) throws IOException {
        WindowShard windows = WindowShard.read(corpus, shard);
        if (!windows.windows().hasSplit()) {
            throw new BadInputException(corpus, "the corpus is not split", "run split first");
        }
        return windows;
    }

    /** Tokens that keep their bases' places stay whole: a model that reads them by place must see the whole window. */
    private static int maxTokens(Tokenizer tokenizer, int limit, boolean given, int longest, Run run) {
        int specials = tokenizer.specialsBefore() + tokenizer.specialsAfter();
        if (tokenizer.keepsPlaces()) {
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

    private static TokenStoreWriter store(
            Path folder, TokenHeader header, Split split, Set<Split> bothStrands, Shard shard) throws IOException {
        return new TokenStoreWriter(
                folder.resolve(split.label() + SUFFIX),
                header.withReverseComplement(bothStrands.contains(split)),
                shard);
    }

    private static CorpusStatistics write(
            CorpusTokenizer core,
            Path folder,
            TokenHeader header,
            Set<Split> bothStrands,
            Shard shard,
            int windows,
            Run run)
            throws IOException {
        try (TokenStoreWriter train = store(folder, header, Split.TRAIN, bothStrands, shard);
                TokenStoreWriter validation = store(folder, header, Split.VALIDATION, bothStrands, shard);
                TokenStoreWriter test = store(folder, header, Split.TEST, bothStrands, shard);
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
