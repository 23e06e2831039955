package org.enhancerflow.tools.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.testkit.RandomCorpus;
import org.enhancerflow.testkit.ToolRun;
import org.enhancerflow.tokenizers.TokenizerJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A corpus in parts: what the join writes, and what it refuses. */
class ShardsTest {
    @TempDir
    Path folder;

    private void write(int rows, int windowSize) throws IOException {
        RandomCorpus corpus = RandomCorpus.write(folder, rows, windowSize, 3);
        assertThat(corpus.windows().size()).isEqualTo(rows);
        TokenizerJson.writeKmer(tokenizer(), 4, false);
    }

    private Path tokenizer() {
        return folder.resolve("tokenizer.json");
    }

    private ToolRun tokenize(Path out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("--tokenizer", tokenizer()));
        arguments.addAll(List.of("--corpus", folder.resolve("corpus.windows.safetensors")));
        arguments.addAll(List.of("--reference", folder.resolve("reference.fa")));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--out", out));
        return ToolRun.of(new TokenizeTool(), arguments.toArray());
    }

    private Path part(String shard, Object... more) {
        Path out = folder.resolve("part-" + shard.replace('/', '-') + "-" + more.length);
        List<Object> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--shard", shard));
        ToolRun run = tokenize(out, arguments.toArray());
        assertThat(run.exit()).as(run.err()).isZero();
        return out;
    }

    private ToolRun join(List<Path> parts) {
        List<Object> arguments = new ArrayList<>(List.of("--parts"));
        arguments.addAll(parts);
        arguments.addAll(List.of("--out", folder.resolve("tokens")));
        return ToolRun.of(new TokenizeTool(), arguments.toArray());
    }

    private void assertJoinIsWhole(int count, Object... more) throws IOException {
        Path whole = Files.createDirectories(folder.resolve("whole")).resolve("tokens");
        assertThat(tokenize(whole, more).exit()).isZero();
        List<Path> parts = new ArrayList<>();
        for (int index = 1; index <= count; index++) {
            parts.add(part(index + "/" + count, more));
        }
        Collections.shuffle(parts, new Random(count));
        ToolRun joined = join(parts);
        assertThat(joined.exit()).as(joined.err()).isZero();
        Path out = folder.resolve("tokens");
        for (Split split : Split.values()) {
            String name = split.label() + ".tokens.safetensors";
            assertThat(out.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
        }
        assertThat(Manifest.besides(out)).hasSameBinaryContentAs(Manifest.besides(whole));
        assertThat(out.toFile().list()).hasSize(3);
    }

    @Test
    void storesAndManifestAreThoseOfARunWithoutParts() throws IOException {
        write(1000, 60);
        for (int count : new int[] {2, 3, 7}) {
            assertJoinIsWhole(count, "--reverse-complement", "test");
        }
        assertJoinIsWhole(3, "--max-tokens", "7");
    }

    @Test
    void partsMayBeEmpty() throws IOException {
        write(7, 40);
        assertJoinIsWhole(19, "--reverse-complement", "all");
    }

    /** Tokens that keep their places are as many as the longest window of the corpus has, wherever it stands. */
    @Test
    void theLimitOfAPartIsThatOfTheWhole() throws IOException {
        write(40, 60);
        TokenizerJson.writeChar(tokenizer());
        assertJoinIsWhole(4);
    }

    @Test
    void partsOfAnotherRunAndMissingOnesAreRefused() throws IOException {
        write(50, 40);
        List<Path> parts = List.of(part("1/3"), part("2/3"), part("3/3"));
        assertRefused(parts.subList(0, 2), "part 3/3 is not");
        assertRefused(List.of(parts.get(0), parts.get(1), part("3/3", "--max-tokens", "7")), "--max-tokens differs");
        Path store = parts.get(2).resolve("test.tokens.safetensors");
        byte[] bytes = Files.readAllBytes(store);
        bytes[bytes.length - 1] ^= 1;
        Files.write(store, bytes);
        assertRefused(parts, "part-3-3-0/test.tokens.safetensors", "is not as its manifest says");
    }

    private void assertRefused(List<Path> parts, String... words) {
        ToolRun run = join(parts);
        assertThat(run.exit()).isEqualTo(65);
        assertThat(run.errors()).hasSize(1);
        assertThat(run.err()).contains(words);
        assertThat(folder.resolve("tokens")).doesNotExist();
    }
}
