package org.enhancerflow.tools.vocab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** Makes a tokenizer: learned from a corpus's training split or a genome, or one of the fixed ones. */
final class VocabTool implements Tool {
    /** A pair of terms seen only once says nothing about the language. */
    private static final int MINIMUM_COUNT = 2;

    private static final Set<Kind> LEARNED = EnumSet.of(Kind.BPE, Kind.HYBRID);

    /** Which kinds an option speaks to; options not named here speak to all. */
    private static final Map<String, Set<Kind>> SPEAKS_TO = Map.of(
            "corpus", LEARNED,
            "reference", LEARNED,
            "both-strands", LEARNED,
            "sample-bases", LEARNED,
            "seed", LEARNED,
            "size", EnumSet.of(Kind.BPE),
            "merges", EnumSet.of(Kind.HYBRID),
            "k", EnumSet.of(Kind.KMER),
            "non-overlapping", EnumSet.of(Kind.KMER));

    /** Kinds of tokenizers that can be made. */
    enum Kind {
        BPE,
        CHAR,
        HYENADNA,
        KMER,
        HYBRID
    }

    @Override
    public String name() {
        return "vocab";
    }

    @Override
    public String summary() {
        return "Makes a tokenizer.json: byte-pair encoding learned from the training split or a genome, k-mers, both,"
                + " or single bases.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .optional("corpus", "F", "bpe, hybrid: split corpus written by split; without it the genome is read")
                .optional("reference", "FA", "bpe, hybrid: the reference the corpus was cut from, or the genome")
                .required("out", "F", "tokenizer.json to write")
                .withDefault("kind", "KIND", "bpe", "bpe, char, hyenadna, kmer or hybrid")
                .withDefault("size", "N", "4096", "bpe: number of terms, special tokens included")
                .withDefault("merges", "N", "600", "hybrid: merges of the byte-pair encoding beside the 6-mers")
                .withDefault("k", "K", "6", "kmer: bases of a word, 3 to 8")
                .flag("non-overlapping", "kmer: words side by side, single bases at the end of a run")
                .flag("both-strands", "bpe, hybrid: read the other strand too")
                .withDefault("sample-bases", "N", "100000000", "bpe, hybrid: of more bases draw about so many")
                .withDefault("seed", "N", "42", "bpe, hybrid: of the draw")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path out = arguments.path("out");
        Kind kind = arguments.choice("kind", Kind.class);
        int size = arguments.integer("size", BpeTrainer.Settings.SMALLEST, BpeTrainer.Settings.LARGEST);
        int merges = arguments.integer("merges", 1, BpeTrainer.Settings.LARGEST - BpeTrainer.Settings.SMALLEST);
        int k = arguments.integer("k", KmerTokenizer.SHORTEST, KmerTokenizer.LONGEST);
        boolean overlapping = !arguments.has("non-overlapping");
        refuse(arguments, kind);
        switch (kind) {
            case CHAR -> AtomicOutput.file(out, TokenizerJson::writeChar);
            case HYENADNA -> AtomicOutput.file(out, TokenizerJson::writeHyena);
            case KMER -> AtomicOutput.file(out, path -> TokenizerJson.writeKmer(path, k, overlapping));
            case BPE -> {
                BpeVocabulary learned = learn(arguments, size, run);
                AtomicOutput.file(out, path -> TokenizerJson.write(path, learned));
            }
            case HYBRID -> {
                BpeVocabulary learned = learn(arguments, BpeTrainer.Settings.SMALLEST + merges, run);
                AtomicOutput.file(out, path -> TokenizerJson.writeHybrid(path, learned));
            }
        }
        run.output(out);
        run.commit(out);
    }

    /** An option that the kind would pass over is a misunderstanding. */
    private static void refuse(Arguments arguments, Kind kind) {
        for (String option : List.copyOf(SPEAKS_TO.keySet()).stream().sorted().toList()) {
            if (arguments.has(option)
                    && !SPEAKS_TO.getOrDefault(option, Set.of()).contains(kind)) {
                throw new UsageException(
                        "--" + option + " says nothing to --kind " + arguments.text("kind") + ": leave it out");
            }
        }
        if (LEARNED.contains(kind) && !arguments.has("reference")) {
            throw new UsageException("--kind " + arguments.text("kind")
                    + " learns: name --corpus and --reference, or --reference alone for a whole genome");
        }
    }

    private static BpeVocabulary learn(Arguments arguments, int size, Run run) throws IOException {
        Path reference = arguments.path("reference");
        TextSource.Rules rules = new TextSource.Rules(
                arguments.has("both-strands"),
                arguments.integer("sample-bases", 1, TrainingText.MOST_BASES),
                arguments.longInteger("seed", 0, Long.MAX_VALUE));
        run.seed(rules.seed());
        TextSource source = new TextSource(rules, run);
        Optional<Path> corpus = arguments.optionalExistingFile("corpus");
        TrainingText text = corpus.isPresent() ? source.ofCorpus(corpus.get(), reference) : source.ofGenome(reference);
        BpeVocabulary vocabulary;
        try (Progress progress = run.progress("terms", size)) {
            vocabulary =
                    BpeTrainer.train(text, new BpeTrainer.Settings(size, MINIMUM_COUNT), terms -> progress.advance(1));
        }
        run.count("terms", vocabulary.terms().size());
        run.count("merges", vocabulary.merges().size());
        if (vocabulary.terms().size() < size) {
            run.log("only " + vocabulary.terms().size() + " of " + size + " terms: no further pair occurs twice");
        }
        return vocabulary;
    }
}
