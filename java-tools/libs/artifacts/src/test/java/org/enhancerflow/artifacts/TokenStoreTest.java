package org.enhancerflow.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenStoreTest {
    @TempDir
    Path folder;

    private static TokenHeader header(int vocabulary, boolean reverse) {
        return new TokenHeader(List.of("normal", "tumour"), "bpe", "d".repeat(64), vocabulary, 3, 232, reverse);
    }

    @Property(tries = 50)
    void aSampleHasOfEachClassItsShareInOrderAndDependsOnTheSeedAlone(
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 70) int count,
            @ForAll long seed)
            throws IOException {
        Path file = Files.createTempDirectory("tokens").resolve("train.tokens.safetensors");
        try (TokenStoreWriter out = new TokenStoreWriter(file, header(256, true))) {
            for (int i = 0; i < rows; i++) {
                int[] ids = IntStream.range(i, 2 * i).toArray();
                out.add(ids, reversed(ids), i % 3 == 0 ? 1 : 0, i);
            }
            out.finish();
        }
        try (TokenStore whole = TokenStore.open(file)) {
            TokenStore sample = whole.sample(count, seed);
            int drawn = Math.min(rows, count);
            assertThat(sample.size()).isEqualTo(drawn);
            int[] windows = IntStream.range(0, drawn)
                    .map(row -> (int) sample.window(row))
                    .toArray();
            assertThat(windows).isSorted().doesNotHaveDuplicates();
            TokenStore again = whole.sample(count, seed);
            double tumours = 0;
            for (int row = 0; row < drawn; row++) {
                int window = windows[row];
                assertThat(again.window(row)).isEqualTo(window);
                assertThat(sample.tokens(row)).isEqualTo(whole.tokens(window)).hasSize(sample.length(row));
                assertThat(sample.reverseComplementTokens(row)).isEqualTo(whole.reverseComplementTokens(window));
                assertThat(sample.label(row)).isEqualTo(whole.label(window));
                tumours += sample.label(row);
            }
            int stored = (rows + 2) / 3;
            assertThat(tumours).isEqualTo((double) stored * drawn / rows, within(1.0));
        }
    }

    @Property(tries = 50)
    void readingGivesWhatWasWrittenForEveryIdWidth(
            @ForAll @Size(max = 20) List<@Size(max = 30) List<@IntRange(max = 255) Integer>> rows,
            @ForAll boolean reverse)
            throws IOException {
        for (int vocabulary : new int[] {256, 65_536, 1 << 20}) {
            Path dir = Files.createTempDirectory("tokens");
            Path file = dir.resolve("train.tokens.safetensors");
            try (TokenStoreWriter out = new TokenStoreWriter(file, header(vocabulary, reverse))) {
                for (int i = 0; i < rows.size(); i++) {
                    int[] ids = ids(rows, i, vocabulary);
                    if (reverse) {
                        out.add(ids, reversed(ids), i % 2, 10L * i);
                    } else {
                        out.add(ids, i % 2, 10L * i);
                    }
                }
                out.finish();
            }
            try (TokenStore store = TokenStore.open(file)) {
                assertThat(store.size()).isEqualTo(rows.size());
                for (int i = 0; i < rows.size(); i++) {
                    int[] ids = ids(rows, i, vocabulary);
                    assertThat(store.tokens(i)).isEqualTo(ids);
                    assertThat(store.label(i)).isEqualTo(i % 2);
                    assertThat(store.window(i)).isEqualTo(10L * i);
                    long[] target = new long[ids.length + 2];
                    store.copy(i, target, 1);
                    assertThat(Arrays.stream(target).skip(1).limit(ids.length).mapToInt(v -> (int) v))
                            .containsExactly(Arrays.stream(ids).boxed().toArray(Integer[]::new));
                    if (reverse) {
                        assertThat(store.reverseComplementTokens(i)).isEqualTo(reversed(ids));
                    }
                }
            }
            try (Stream<Path> left = Files.list(dir)) {
                assertThat(left).containsExactly(file);
            }
            Files.delete(file);
            Files.delete(dir);
        }
    }

    private static int[] ids(List<List<Integer>> rows, int i, int vocabulary) {
        return rows.get(i).stream().mapToInt(id -> vocabulary - 1 - id).toArray();
    }

    private static int[] reversed(int[] ids) {
        int[] out = ids.clone();
        for (int i = 0; i < ids.length; i++) {
            out[i] = ids[ids.length - 1 - i];
        }
        return out;
    }

    @Test
    void anIdOutsideTheVocabularyIsABug() throws IOException {
        try (TokenStoreWriter out = new TokenStoreWriter(folder.resolve("t"), header(10, false))) {
            assertThatThrownBy(() -> out.add(new int[] {10}, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aWindowsTableIsNotATokenStore() throws IOException {
        Path file = folder.resolve("w");
        WindowTableTest.random(3, 1).write(file);
        assertThatThrownBy(() -> TokenStore.open(file)).isInstanceOf(BadInputException.class);
    }
}
