package org.enhancerflow.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WindowTableTest {
    private static final WindowHeader HEADER = new WindowHeader(
            List.of(new Contig("chr1", 5_000_000_000L), new Contig("chrX", 900)),
            List.of("normal", "tumour"),
            List.of("a", "b", "c"),
            1000,
            "0".repeat(64));

    @TempDir
    Path folder;

    static WindowTable random(int rows, long seed) {
        Random random = new Random(seed);
        WindowTable.Builder builder = WindowTable.builder(HEADER, 4);
        for (int i = 0; i < rows; i++) {
            builder.add(
                            random.nextInt(2),
                            random.nextLong(-500, 4_999_999_000L),
                            1000,
                            random.nextLong(5_000_000_000L),
                            random.nextInt(2),
                            random.nextInt(3),
                            i + 1,
                            random.nextFloat(),
                            new SequenceId(random.nextLong(), random.nextLong()))
                    .reversed(random.nextBoolean());
        }
        return builder.build();
    }

    static void assertSameRows(WindowTable actual, WindowTable expected) {
        assertThat(actual.header()).isEqualTo(expected.header());
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int row = 0; row < expected.size(); row++) {
            assertThat(actual.contig(row)).isEqualTo(expected.contig(row));
            assertThat(actual.start(row)).isEqualTo(expected.start(row));
            assertThat(actual.length(row)).isEqualTo(expected.length(row));
            assertThat(actual.end(row)).isEqualTo(expected.end(row));
            assertThat(actual.summit(row)).isEqualTo(expected.summit(row));
            assertThat(actual.labelName(row)).isEqualTo(expected.labelName(row));
            assertThat(actual.sampleName(row)).isEqualTo(expected.sampleName(row));
            assertThat(actual.peak(row)).isEqualTo(expected.peak(row));
            assertThat(actual.score(row)).isEqualTo(expected.score(row));
            assertThat(actual.id(row)).isEqualTo(expected.id(row));
            assertThat(actual.reversed(row)).isEqualTo(expected.reversed(row));
        }
    }

    @Test
    void readingGivesWhatWasWritten() throws IOException {
        WindowTable table = random(1000, 1);
        Path file = folder.resolve("a.windows.safetensors");
        table.write(file);
        WindowTable back = WindowTable.read(file);
        assertSameRows(back, table);
        assertThat(back.hasSplit()).isFalse();
    }

    @Test
    void splitSurvivesWritingAndSelecting() throws IOException {
        WindowTable table = random(9, 2).withSplit(new byte[] {0, 1, 2, 0, 1, 2, 0, 0, 2});
        Path file = folder.resolve("a.windows.safetensors");
        table.write(file);
        WindowTable back = WindowTable.read(file);
        assertThat(back.rowsOf(Split.TEST)).containsExactly(2, 5, 8);
        assertThat(back.select(new int[] {8, 1}).split(0)).isEqualTo(Split.TEST);
        assertThat(back.select(new int[] {8, 1}).split(1)).isEqualTo(Split.VALIDATION);
        assertSameRows(back, table);
    }

    @Test
    void anEmptyTableIsWrittenAndRead() throws IOException {
        Path file = folder.resolve("empty.windows.safetensors");
        random(0, 1).write(file);
        assertThat(WindowTable.read(file).size()).isZero();
    }

    @Test
    void equalTablesGiveEqualBytes() throws IOException {
        random(50, 3).write(folder.resolve("a"));
        random(50, 3).write(folder.resolve("b"));
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void partsHoldAllRowsInOrderAndKnowTheWhole() throws IOException {
        WindowTable table = random(23, 5);
        byte[] codes = new byte[23];
        codes[22] = 2;
        table = table.withSplit(codes);
        Path file = folder.resolve("a.windows.safetensors");
        table.write(file);
        for (int count : new int[] {1, 2, 7, 30}) {
            for (int block : new int[] {1, 4, 100}) {
                int row = 0;
                for (int index = 1; index <= count; index++) {
                    WindowShard shard = WindowShard.read(file, new Shard(index, count), block);
                    assertThat(shard.rows()).isEqualTo(23);
                    assertThat(shard.longest()).isEqualTo(1000);
                    assertThat(shard.first()).isEqualTo(row);
                    assertThat(row % block == 0 || row == 23).isTrue();
                    int[] rows =
                            IntStream.range(row, row + shard.windows().size()).toArray();
                    assertSameRows(shard.windows(), table.select(rows));
                    row += rows.length;
                }
                assertThat(row).isEqualTo(23);
            }
        }
        assertThat(WindowShard.read(file, new Shard(2, 2)).windows().split(11)).isEqualTo(Split.TEST);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Path file = folder.resolve("a.windows.safetensors");
        random(3, 4).write(file);
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut");
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> WindowTable.read(cut)).isInstanceOf(BadInputException.class);
        }
    }

    @Test
    void aRowThatRefersToNothingIsRefused() throws IOException {
        Path file = folder.resolve("a.windows.safetensors");
        WindowTable.builder(HEADER, 1)
                .add(2, 0, 1000, 500, 0, 0, 1, 0f, new SequenceId(1, 2))
                .build()
                .write(file);
        assertThatThrownBy(() -> WindowTable.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("row 0");
    }

    @Test
    void moreLabelsThanAByteNumbersAreRefused() {
        List<String> labels =
                IntStream.rangeClosed(0, 256).mapToObj(String::valueOf).toList();
        assertThatThrownBy(() -> new WindowHeader(List.of(), labels, List.of(), 1000, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 256 labels");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> WindowTable.read(folder.resolve("none")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("does not exist");
    }
}
