package org.enhancerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {

    @TempDir
    Path folder;

    @Test
    void everyEpochShowsEveryRowOnceInAnOrderOfItsOwn() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 37, 1)) {
            Batches batches = new Batches(store, true, Batches.Strands.GIVEN);
            int first = rows(batches, 1, 5);
            assertThat(first).isEqualTo(37);
            assertThat(rows(batches, 6, 10)).isEqualTo(37);
            assertThat(batches.step(1, 8, 3, 16).get(0))
                    .isNotSameAs(batches.step(6, 8, 3, 16).get(0));
        }
    }

    private static int rows(Batches batches, long from, long to) {
        int rows = 0;
        for (long step = from; step <= to; step++) {
            rows += batches.step(step, 8, 3, 16).stream().mapToInt(Batch::rows).sum();
        }
        return rows;
    }

    @Test
    void withoutPaddingABatchHoldsOneLengthOnly() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 64, 1)) {
            assertThat(new Batches(store, false, Batches.Strands.GIVEN).step(1, 64, 3, 16))
                    .noneMatch(Batch::padded);
            assertThat(new Batches(store, true, Batches.Strands.GIVEN).step(1, 20, 3, 16))
                    .anyMatch(Batch::padded);
        }
    }

    /** With 16 rows at most, two rows of one length are enough: only what is alone in its length is padded. */
    @Test
    void onlyLeftOversArePadded() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 64, 1)) {
            List<Batch> batches = new Batches(store, true, Batches.Strands.GIVEN).step(1, 20, 3, 16);
            int lengths = 9;
            int padded =
                    batches.stream().filter(Batch::padded).mapToInt(Batch::rows).sum();
            assertThat(padded).isBetween(1, lengths);
            assertThat(batches).allMatch(batch -> batch.rows() <= 16);
            assertThat(batches.stream().mapToInt(Batch::rows).sum()).isEqualTo(20);
        }
    }

    @Test
    void smallerMicroBatchesHoldTheSameRows() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 50, 1)) {
            Batches batches = new Batches(store, true, Batches.Strands.GIVEN);
            assertThat(contents(batches.step(2, 20, 3, 16))).isEqualTo(contents(batches.step(2, 20, 3, 3)));
            assertThat(contents(batches.step(1, 20, 3, 16))).isNotEqualTo(contents(batches.step(2, 20, 3, 16)));
        }
    }

    @Test
    void aboutHalfOfTheRowsAreReadOnTheOtherStrand() throws IOException {
        Path file = folder.resolve("t");
        TokenHeader header = new TokenHeader(List.of("a", "b"), "char", "00".repeat(32), 10, 3, 100, true);
        try (TokenStoreWriter writer = new TokenStoreWriter(file, header)) {
            for (int row = 0; row < 200; row++) {
                writer.add(new int[] {5, 5, 6}, new int[] {7, 8, 8, 8}, row % 2, row);
            }
            writer.finish();
        }
        try (TokenStore store = TokenStore.open(file)) {
            Batches batches = new Batches(store, true, Batches.Strands.EITHER);
            List<String> once = contents(batches.step(1, 200, 3, 16));
            long turned =
                    once.stream().filter(row -> row.startsWith("[7, 8, 8, 8]")).count();
            assertThat(turned).isBetween(70L, 130L);
            assertThat(once.stream().filter(row -> row.startsWith("[5, 5, 6]")).count())
                    .isEqualTo(200 - turned);
            assertThat(contents(batches.step(1, 200, 3, 16))).isEqualTo(once);

            List<Batch> pairs = new Batches(store, true, Batches.Strands.BOTH).step(1, 200, 3, 16);
            assertThat(pairs).allMatch(batch -> batch.paired() && batch.rows() <= 16);
            for (Batch batch : pairs) {
                List<String> rows = Rows.of(batch);
                int half = rows.size() / 2;
                assertThat(rows.subList(0, half)).allMatch(row -> row.startsWith("[5, 5, 6] "));
                assertThat(rows.subList(half, 2 * half))
                        .isEqualTo(rows.subList(0, half).stream()
                                .map(row -> row.replace("[5, 5, 6]", "[7, 8, 8, 8]"))
                                .toList());
            }
            assertThat(pairs.stream().mapToInt(Batch::rows).sum()).isEqualTo(400);
        }
    }

    /** Tokens and class of every row, sorted. */
    private static List<String> contents(List<Batch> batches) {
        return batches.stream()
                .flatMap(batch -> Rows.of(batch).stream())
                .sorted()
                .toList();
    }

    @Test
    void scoringCoversEveryRowOnce() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 37, 1)) {
            for (boolean padding : new boolean[] {true, false}) {
                int[] all = IntStream.range(0, 37).toArray();
                List<int[]> groups = new Batches(store, padding, Batches.Strands.GIVEN).scoringGroups(all, 16);
                assertThat(groups.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                        .containsExactly(all);
            }
        }
    }
}
