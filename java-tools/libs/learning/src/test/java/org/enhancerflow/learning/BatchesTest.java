package org.enhancerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {

    @TempDir
    Path folder;

    @Test
    void everyEpochShowsEveryRowOnceInAnOrderOfItsOwn() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 37, 1)) {
            Batches batches = new Batches(store, true);
            int first = rows(batches, 1, 5);
            assertThat(first).isEqualTo(37);
            assertThat(rows(batches, 6, 10)).isEqualTo(37);
            assertThat(batches.step(1, 8, 3).get(0))
                    .isNotSameAs(batches.step(6, 8, 3).get(0));
        }
    }

    private static int rows(Batches batches, long from, long to) {
        int rows = 0;
        for (long step = from; step <= to; step++) {
            rows += batches.step(step, 8, 3).stream().mapToInt(Batch::rows).sum();
        }
        return rows;
    }

    @Test
    void withoutPaddingABatchHoldsOneLengthOnly() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 64, 1)) {
            assertThat(new Batches(store, false).step(1, 64, 3)).noneMatch(Batch::padded);
            assertThat(new Batches(store, true).step(1, 64, 3)).anyMatch(Batch::padded);
        }
    }

    @Test
    void scoringCoversEveryRowOnce() throws IOException {
        try (TokenStore store = Stores.raggedStore(folder.resolve("t"), 37, 1)) {
            for (boolean padding : new boolean[] {true, false}) {
                List<int[]> groups = new Batches(store, padding).scoringGroups();
                assertThat(groups.stream().flatMapToInt(Arrays::stream).sorted().toArray())
                        .containsExactly(java.util.stream.IntStream.range(0, 37).toArray());
            }
        }
    }
}
