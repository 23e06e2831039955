package org.enhancerflow.tools.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.genome.Bases;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.kit.CommandLineRunner;
import org.enhancerflow.testkit.RandomCorpus;
import org.enhancerflow.tokenizers.BpeTrainer;
import org.enhancerflow.tokenizers.Tokenizer;
import org.enhancerflow.tokenizers.TokenizerJson;
import org.enhancerflow.tokenizers.Tokenizers;
import org.enhancerflow.tokenizers.TrainingText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizeToolTest {
    /** More than a batch for each of several threads. */
    private static final int ROWS = 3_000;

    @TempDir
    Path folder;

    private RandomCorpus corpus;
    private Path bpe;
    private Path single;
    private Path out;

    @BeforeEach
    void writeInputs() throws IOException {
        corpus = RandomCorpus.write(folder, ROWS, 60, 3);
        TrainingText text = new TrainingText(16);
        try (Reference reference = Reference.open(corpus.fasta())) {
            text.add(reference.cursor().bases(0, 0, 20_000));
        }
        bpe = folder.resolve("bpe.json");
        TokenizerJson.write(bpe, BpeTrainer.train(text, new BpeTrainer.Settings(400, 2), terms -> {}));
        single = folder.resolve("char.json");
        TokenizerJson.writeChar(single);
        out = folder.resolve("tokens");
    }

    @Test
    void everyRowStandsInItsSplitWithItsTokensLabelAndPlace() throws IOException {
        assertThat(run(bpe, "--threads", "3", "--reverse-complement", "all")).isZero();
        int seen = 0;
        try (Reference reference = Reference.open(corpus.fasta());
                Tokenizer tokenizer = Tokenizers.open(bpe)) {
            WindowSequences sequences = WindowSequences.of(reference, corpus.windows(), corpus.file());
            for (Split split : Split.values()) {
                try (TokenStore store = TokenStore.open(store(out, split))) {
                    long before = -1;
                    for (int i = 0; i < store.size(); i++) {
                        int row = Math.toIntExact(store.window(i));
                        byte[] bases = sequences.bases(row);
                        assertThat(corpus.windows().split(row)).isEqualTo(split);
                        assertThat(store.label(i)).isEqualTo(corpus.windows().label(row));
                        assertThat(store.tokens(i)).containsExactly(tokenizer.encode(bases));
                        assertThat(store.reverseComplementTokens(i))
                                .containsExactly(tokenizer.encode(Bases.reverseComplement(bases)));
                        assertThat((long) row).isGreaterThan(before);
                        before = row;
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(ROWS);
    }

    @Test
    void theHeaderNamesTheTokenizer() throws IOException {
        assertThat(run(bpe, "--max-tokens", "50")).isZero();
        try (TokenStore store = TokenStore.open(store(out, Split.TRAIN))) {
            assertThat(store.header().tokenizerKind()).isEqualTo("bpe");
            assertThat(store.header().tokenizerDigest()).isEqualTo(Digest.of(bpe));
            assertThat(store.header().vocabularySize()).isEqualTo(400);
            assertThat(store.header().padId()).isEqualTo(3);
            assertThat(store.header().maxTokens()).isEqualTo(50);
            assertThat(store.header().labels()).containsExactly("normal", "tumour");
            assertThat(store.header().reverseComplement()).isFalse();
        }
    }

    @Test
    void theOtherStrandMayBeStoredOfTheTestPartAlone() throws IOException {
        assertThat(run(single, "--reverse-complement", "test")).isZero();
        for (Split split : Split.values()) {
            try (TokenStore store = TokenStore.open(store(out, split))) {
                assertThat(store.header().reverseComplement()).isEqualTo(split == Split.TEST);
            }
        }
        assertThat(run(single, "--reverse-complement", "some")).isEqualTo(2);
    }

    @Test
    void bytesDoNotDependOnThreads() throws IOException {
        assertThat(run(bpe, "--threads", "1", "--reverse-complement", "all")).isZero();
        Path first = folder.resolve("first");
        Files.move(out, first);
        byte[] manifest = Files.readAllBytes(folder.resolve("tokens.manifest.json"));
        assertThat(run(bpe, "--threads", "7", "--reverse-complement", "all")).isZero();
        for (Split split : Split.values()) {
            assertThat(Files.readAllBytes(store(out, split))).isEqualTo(Files.readAllBytes(store(first, split)));
        }
        assertThat(new String(manifest, StandardCharsets.UTF_8).replace("\"1\"", "\"7\""))
                .isEqualTo(Files.readString(folder.resolve("tokens.manifest.json")));
    }

    @Test
    void longSequencesAreCutAndCounted() throws IOException {
        assertThat(run(bpe, "--max-tokens", "10")).isZero();
        try (TokenStore store = TokenStore.open(store(out, Split.TEST))) {
            for (int i = 0; i < store.size(); i++) {
                assertThat(store.tokens(i).length).isLessThanOrEqualTo(10);
                assertThat(store.tokens(i)).startsWith(1).endsWith(2);
            }
        }
        assertThat(Files.readString(folder.resolve("tokens.manifest.json"))).contains("\"test_truncated\" : 600");
    }

    @Test
    void singleBasesAreNeverCut() throws IOException {
        assertThat(run(single, "--max-tokens", "20")).isZero();
        try (TokenStore store = TokenStore.open(store(out, Split.VALIDATION))) {
            assertThat(store.header().maxTokens()).isEqualTo(60);
            for (int i = 0; i < store.size(); i++) {
                assertThat(store.tokens(i)).hasSize(60);
            }
        }
    }

    @Test
    void overlappingWordsAreNeverCut() throws IOException {
        Path words = folder.resolve("kmer.json");
        TokenizerJson.writeKmer(words, 5, true);
        assertThat(run(words, "--max-tokens", "20")).isZero();
        try (TokenStore store = TokenStore.open(store(out, Split.TEST))) {
            assertThat(store.header().tokenizerKind()).isEqualTo("kmer5");
            for (int i = 0; i < store.size(); i++) {
                assertThat(store.tokens(i)).hasSize(58).startsWith(2).endsWith(3);
            }
        }
    }

    @Test
    void theManifestTellsTheTokenStatistics() throws IOException {
        assertThat(run(single)).isZero();
        assertThat(Files.readString(folder.resolve("tokens.manifest.json")))
                .contains(
                        "\"train_sequences\" : 1800",
                        "\"train_truncated\" : 0",
                        "\"tokens_minimum\" : \"60\"",
                        "\"tokens_maximum\" : \"60\"",
                        "\"tokens_mean\" : \"60.000000\"",
                        "\"share_unknown\" : \"0.000000\"",
                        "\"vocabulary_used\" : \"5 of 10\"",
                        "\"normal/sequences\" : ",
                        "\"tumour/tokens_percentile_50\" : \"60\"",
                        "\"tumour/share_unknown\" : \"0.000000\"",
                        "\"normal/vocabulary_used\" : \"5 of 10\"");
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        assertThat(complaint(2, bpe, "--max-tokens", "2")).contains("--max-tokens 2 leaves no room");
        assertThat(complaint(2, bpe, "--threads", "0")).contains("--threads");
        Path damaged = Files.writeString(folder.resolve("damaged.json"), "{\"model\": 3}");
        assertThat(complaint(65, damaged)).contains("damaged.json", "model is missing");
        assertThat(out).doesNotExist();
    }

    private static Path store(Path folder, Split split) {
        return folder.resolve(split.label() + ".tokens.safetensors");
    }

    private String complaint(int exitCode, Path tokenizer, String... more) {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
            assertThat(run(tokenizer, more)).isEqualTo(exitCode);
        } finally {
            System.setErr(before);
        }
        String text = captured.toString(StandardCharsets.UTF_8);
        assertThat(text.strip().lines()).hasSize(1);
        return text;
    }

    private int run(Path tokenizer, String... more) {
        String[] fixed = {
            "--corpus", corpus.file().toString(),
            "--reference", corpus.fasta().toString(),
            "--tokenizer", tokenizer.toString(),
            "--out", out.toString()
        };
        String[] arguments = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, arguments, fixed.length, more.length);
        return CommandLineRunner.run(new TokenizeTool(), arguments);
    }
}
