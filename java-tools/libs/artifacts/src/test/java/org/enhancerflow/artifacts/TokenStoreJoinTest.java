package org.enhancerflow.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenStoreJoinTest {
    @TempDir
    Path folder;

    private static TokenHeader header(int vocabulary, boolean reverse) {
        return new TokenHeader(List.of("normal", "tumour"), "bpe", "d".repeat(64), vocabulary, 3, 232, reverse);
    }

    /** Writes the rows of a shard; every third row of the corpus belongs to another store. */
    private static Path write(Path folder, int rows, Shard shard, TokenHeader header) throws IOException {
        Path file = folder.resolve(shard.text().replace('/', '-') + ".tokens.safetensors");
        try (TokenStoreWriter out = new TokenStoreWriter(file, header, shard)) {
            for (long row = shard.from(rows); row < shard.to(rows); row++) {
                Random random = new Random(row);
                int[] ids = random.ints(random.nextInt(9), 0, header.vocabularySize())
                        .toArray();
                if (row % 3 == 2) {
                    continue;
                }
                if (header.reverseComplement()) {
                    int[] rc = random.ints(random.nextInt(9), 0, header.vocabularySize())
                            .toArray();
                    out.add(ids, rc, (int) row % 2, row);
                } else {
                    out.add(ids, (int) row % 2, row);
                }
            }
            out.finish();
        }
        return file;
    }

    private static List<Path> parts(Path folder, int rows, int count, TokenHeader header) throws IOException {
        List<Path> parts = new ArrayList<>();
        for (int index = 1; index <= count; index++) {
            parts.add(write(folder, rows, new Shard(index, count), header));
        }
        return parts;
    }

    @Property(tries = 12)
    void theJoinIsWhatOneWriterWrites(
            @ForAll @IntRange(min = 0, max = 40) int rows,
            @ForAll @IntRange(min = 2, max = 50) int count,
            @ForAll boolean reverse)
            throws IOException {
        Path dir = Files.createTempDirectory("join");
        for (int vocabulary : new int[] {256, 65_536, 1 << 20}) {
            TokenHeader header = header(vocabulary, reverse);
            Path whole = write(dir, rows, Shard.WHOLE, header);
            Path joined = dir.resolve("joined");
            try (TokenStoreJoin join = TokenStoreJoin.open(parts(dir, rows, count, header))) {
                assertThat(join.size()).isEqualTo(rows - rows / 3);
                join.write(joined);
            }
            assertThat(joined).hasSameBinaryContentAs(whole);
        }
    }

    @Test
    void aPartIsNoStore() throws IOException {
        Path part = write(folder, 9, new Shard(2, 3), header(256, false));
        assertThatThrownBy(() -> TokenStore.open(part))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is part 2/3 of a store");
    }

    @Test
    void everyPartHasItsPlace() throws IOException {
        List<Path> parts = parts(folder, 30, 3, header(256, false));
        assertRefused("is part 2/3, not 1/3", parts.get(1), parts.get(0), parts.get(2));
        assertRefused("is part 1/3, not 1/2", parts.get(0), parts.get(1));
        assertRefused("is part 1/1, not 1/2", write(folder, 30, Shard.WHOLE, header(256, false)), parts.get(1));
    }

    @Test
    void otherTokensAreRefused() throws IOException {
        List<Path> parts = parts(folder, 30, 2, header(256, false));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path other = write(elsewhere, 30, new Shard(2, 2), header(300, false));
        assertRefused("holds other tokens than", parts.get(0), other);
    }

    @Test
    void partsOfOtherRowsAreRefused() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path first = write(elsewhere, 60, new Shard(1, 2), header(256, false));
        assertRefused(
                "comes after row",
                first,
                parts(folder, 30, 2, header(256, false)).get(1));
    }

    @Test
    void damagedOffsetsAreRefused() throws IOException {
        List<Path> parts = parts(folder, 30, 2, header(256, false));
        byte[] bytes = Files.readAllBytes(parts.get(1));
        int data =
                8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        byte[] fallen = bytes.clone();
        fallen[data + 8] = 120;
        Path damaged = Files.createDirectory(folder.resolve("d")).resolve("x");
        Files.write(damaged, fallen);
        assertRefused("do not ascend", parts.get(0), damaged);
        Arrays.fill(bytes, data, data + 8 * 11, (byte) 0);
        Files.write(damaged, bytes);
        assertRefused("do not end where its tokens do", parts.get(0), damaged);
    }

    private void assertRefused(String words, Path... parts) {
        assertThatThrownBy(() -> {
                    try (TokenStoreJoin join = TokenStoreJoin.open(List.of(parts))) {
                        join.write(folder.resolve("joined"));
                    }
                })
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(words);
    }
}
