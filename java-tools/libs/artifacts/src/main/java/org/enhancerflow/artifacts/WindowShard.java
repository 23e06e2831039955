package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One part of a windows table's rows, with what only the whole table tells; memory is that of the part.
 *
 * @param windows the part's rows, numbered from 0
 * @param first number of its first row in the whole table
 * @param rows rows of the whole table
 * @param longest length of the whole table's longest window, in bases; 0 if it has none
 */
public record WindowShard(WindowTable windows, long first, long rows, int longest) {
    /** Reads a part of a table whose rows are divided evenly. */
    public static WindowShard read(Path file, Shard shard) throws IOException {
        return read(file, shard, 1);
    }

    /**
     * Reads a part of a table whose rows are divided in blocks.
     *
     * @param block rows that stay together: parts begin at multiples of it
     * @throws BadInputException as {@link WindowTable#read}
     */
    public static WindowShard read(Path file, Shard shard, int block) throws IOException {
        try (SafetensorsFile in = SafetensorsFile.open(file)) {
            long rows = WindowTable.rows(in);
            long blocks = (rows + block - 1) / block;
            long first = Math.min(rows, shard.from(blocks) * block);
            long end = Math.min(rows, shard.to(blocks) * block);
            int[] longest = {0};
            in.forEach("length", lengths -> {
                while (lengths.hasRemaining()) {
                    longest[0] = Math.max(longest[0], lengths.getInt());
                }
            });
            return new WindowShard(WindowTable.read(in, first, end), first, rows, longest[0]);
        }
    }
}
