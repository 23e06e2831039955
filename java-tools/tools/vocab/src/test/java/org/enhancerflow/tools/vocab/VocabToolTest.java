package org.enhancerflow.tools.vocab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.kit.CommandLineRunner;
import org.enhancerflow.testkit.RandomCorpus;
import org.enhancerflow.tokenizers.Tokenizer;
import org.enhancerflow.tokenizers.Tokenizers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabToolTest {
    @TempDir
    Path folder;

    private RandomCorpus corpus;
    private Path out;

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = RandomCorpus.write(folder, 100, 200, 1);
        out = folder.resolve("tokenizer.json");
    }

    @Test
    void aTrainedTokenizerLoadsAndKnowsEveryBase() throws IOException {
        assertThat(run(corpus.file(), "--size", "120")).isZero();
        try (Tokenizer tokenizer = Tokenizers.open(out)) {
            assertThat(tokenizer.kind()).isEqualTo("bpe");
            assertThat(tokenizer.vocabularySize()).isEqualTo(120);
            int[] ids = tokenizer.encode("ACGTTGCATTTACCGA".getBytes(StandardCharsets.US_ASCII));
            assertThat(ids).startsWith(1).endsWith(2).doesNotContain(0);
            assertThat(ids.length).isLessThan(18);
        }
        assertThat(Files.readString(folder.resolve("tokenizer.json.manifest.json")))
                .contains("\"training_windows\"", "\"terms\"", "120");
    }

    @Test
    void theSingleBaseTokenizerHasItsFixedIds() throws IOException {
        assertThat(fixed("--kind", "char")).isZero();
        try (Tokenizer tokenizer = Tokenizers.open(out)) {
            assertThat(tokenizer.kind()).isEqualTo("char");
            assertThat(tokenizer.encode("ACGTN".getBytes(StandardCharsets.US_ASCII)))
                    .containsExactly(5, 6, 7, 8, 9);
        }
    }

    @Test
    void wordsOfKBasesHaveTheIdsThatModelsRelyOn() throws IOException {
        assertThat(fixed("--kind", "kmer", "--k", "5")).isZero();
        try (Tokenizer tokenizer = Tokenizers.open(out)) {
            assertThat(tokenizer.kind()).isEqualTo("kmer5");
            assertThat(tokenizer.vocabularySize()).isEqualTo(1_029);
            assertThat(tokenizer.encode("AAAAAT".getBytes(StandardCharsets.US_ASCII)))
                    .containsExactly(2, 5, 6, 3);
        }
        assertThat(fixed("--kind", "kmer", "--non-overlapping")).isZero();
        try (Tokenizer tokenizer = Tokenizers.open(out)) {
            assertThat(tokenizer.kind()).isEqualTo("kmer6-nonoverlapping");
            assertThat(tokenizer.encode("AAAAAATT".getBytes(StandardCharsets.US_ASCII)))
                    .containsExactly(2, 5, 4_102, 4_102, 3);
        }
    }

    @Test
    void aGenomeIsReadWholeWithoutACorpus() throws IOException {
        assertThat(fixed("--reference", corpus.fasta().toString(), "--size", "60"))
                .isZero();
        byte[] whole = Files.readAllBytes(out);
        long bases = counted("training_bases");
        assertThat(fixed("--reference", corpus.fasta().toString(), "--size", "60", "--both-strands"))
                .isZero();
        assertThat(counted("training_bases")).isEqualTo(2 * bases);
        assertThat(Files.readAllBytes(out)).isNotEqualTo(whole);
    }

    @Test
    void ofMoreBasesThanWantedTheSeedDrawsSome() throws IOException {
        assertThat(run(corpus.file(), "--size", "40")).isZero();
        long all = counted("training_bases");
        String half = String.valueOf(all / 2);
        assertThat(run(corpus.file(), "--size", "40", "--sample-bases", half, "--seed", "1"))
                .isZero();
        byte[] first = Files.readAllBytes(out);
        assertThat(counted("training_bases")).isBetween(all / 4, 3 * all / 4);
        assertThat(run(corpus.file(), "--size", "40", "--sample-bases", half, "--seed", "1"))
                .isZero();
        assertThat(Files.readAllBytes(out)).isEqualTo(first);
        assertThat(run(corpus.file(), "--size", "40", "--sample-bases", half, "--seed", "2"))
                .isZero();
        assertThat(Files.readAllBytes(out)).isNotEqualTo(first);
    }

    @Test
    void theHybridHoldsAllSixMersAndItsMerges() throws IOException {
        assertThat(run(corpus.file(), "--kind", "hybrid", "--merges", "50")).isZero();
        assertThat(counted("merges")).isEqualTo(50);
        try (Tokenizer tokenizer = Tokenizers.open(out)) {
            assertThat(tokenizer.kind()).isEqualTo("hybrid");
            assertThat(tokenizer.vocabularySize()).isBetween(4_106, 4_155);
        }
    }

    @Test
    void hyenaDnasTokenizerHasItsIds() throws IOException {
        assertThat(fixed("--kind", "hyenadna")).isZero();
        try (Tokenizer tokenizer = Tokenizers.open(out)) {
            assertThat(tokenizer.kind()).isEqualTo("hyenadna");
            assertThat(tokenizer.encode("ACGTN".getBytes(StandardCharsets.US_ASCII)))
                    .containsExactly(0, 7, 8, 9, 10, 11, 1);
        }
    }

    @Test
    void onlyTheTrainingSplitIsSeen() throws IOException {
        // Without the other splits' rows, the training rows alone must give the same file.
        int[] training = IntStream.range(0, corpus.windows().size())
                .filter(row -> corpus.windows().split(row) == Split.TRAIN)
                .toArray();
        WindowTable alone = corpus.windows().select(training);
        Path file = folder.resolve("training.windows.safetensors");
        alone.write(file);
        assertThat(run(corpus.file(), "--size", "80")).isZero();
        byte[] whole = Files.readAllBytes(out);
        assertThat(run(file, "--size", "80")).isZero();
        assertThat(Files.readAllBytes(out)).isEqualTo(whole);
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        assertThat(run(corpus.file(), "--size", "300")).isZero();
        byte[] first = Files.readAllBytes(out);
        byte[] manifest = Files.readAllBytes(folder.resolve("tokenizer.json.manifest.json"));
        assertThat(run(corpus.file(), "--size", "300")).isZero();
        assertThat(Files.readAllBytes(out)).isEqualTo(first);
        assertThat(Files.readAllBytes(folder.resolve("tokenizer.json.manifest.json")))
                .isEqualTo(manifest);
    }

    @Test
    void aCorpusWithoutSplitIsRefusedInOneLine() throws IOException {
        int[] all = IntStream.range(0, corpus.windows().size()).toArray();
        Path file = folder.resolve("unsplit.windows.safetensors");
        WindowTable.Builder builder = WindowTable.builder(corpus.windows().header(), all.length);
        for (int row : all) {
            builder.add(
                    corpus.windows().contig(row),
                    corpus.windows().start(row),
                    corpus.windows().length(row),
                    corpus.windows().summit(row),
                    corpus.windows().label(row),
                    corpus.windows().sample(row),
                    corpus.windows().peak(row),
                    corpus.windows().score(row),
                    corpus.windows().id(row));
        }
        builder.build().write(file);
        assertThat(complaint(65, file)).contains("not split", "run split first");
    }

    @Test
    void wrongArgumentsAreOneLineWithExitCode2() {
        assertThat(complaint(2, corpus.file(), "--size", "3")).contains("--size");
        assertThat(complaint(2, corpus.file(), "--kind", "words")).contains("bpe, char, hyenadna, kmer, hybrid");
        assertThat(complaint(2, corpus.file(), "--kind", "char")).contains("--corpus says nothing to --kind char");
        assertThat(complaint(2, corpus.file(), "--k", "5")).contains("--k says nothing to --kind bpe");
        assertThat(complaint(2, corpus.file(), "--k", "9")).contains("from 3 to 8");
        assertThat(fixed("--kind", "bpe")).isEqualTo(2);
        assertThat(fixed("--kind", "hybrid", "--size", "5000")).isEqualTo(2);
        assertThat(complaint(2, folder.resolve("nothing"))).contains("does not exist");
    }

    @Test
    void anotherReferenceIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        RandomCorpus other = RandomCorpus.write(elsewhere, 10, 200, 2);
        assertThat(complaint(65, other.file())).contains("another reference");
        assertThat(out).doesNotExist();
    }

    private long counted(String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("tokenizer.json.manifest.json").toFile())
                .path("counts")
                .path(name)
                .asLong();
    }

    private String complaint(int exitCode, Path corpusFile, String... more) {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
            assertThat(run(corpusFile, more)).isEqualTo(exitCode);
        } finally {
            System.setErr(before);
        }
        String text = captured.toString(StandardCharsets.UTF_8);
        assertThat(text.strip().lines()).hasSize(1);
        return text;
    }

    /** Runs for a tokenizer that learns nothing. */
    private int fixed(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--out";
        all[arguments.length + 1] = out.toString();
        return CommandLineRunner.run(new VocabTool(), all);
    }

    private int run(Path corpusFile, String... more) {
        String[] fixed = {
            "--corpus", corpusFile.toString(), "--reference", corpus.fasta().toString(), "--out", out.toString()
        };
        String[] arguments = Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, arguments, fixed.length, more.length);
        return CommandLineRunner.run(new VocabTool(), arguments);
    }
}
