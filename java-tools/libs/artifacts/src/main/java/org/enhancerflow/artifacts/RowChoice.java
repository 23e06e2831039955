package org.enhancerflow.artifacts;

import java.nio.ByteBuffer;
import java.util.BitSet;

/** Which rows of a windows table are looked at: all, or those whose sequences belong to a {@link Shard}; a bit a row. */
final class RowChoice {
    private final boolean all;
    private final BitSet chosen;
    private final int size;

    private RowChoice(boolean all, BitSet chosen, int size) {
        this.all = all;
        this.chosen = chosen;
        this.size = size;
    }

    static RowChoice of(SafetensorsFile file, int rows, Shard shard) {
        if (shard.isWhole()) {
            return new RowChoice(true, new BitSet(0), rows);
        }
        BitSet chosen = new BitSet(rows);
        file.stream(file.require("id", TensorType.U64), (block, at, n) -> {
            for (int i = 0; i < n; i += 2) {
                if (shard.has(block.getLong(i * Long.BYTES))) {
                    chosen.set((at + i) / 2);
                }
            }
        });
        return new RowChoice(false, chosen, chosen.cardinality());
    }

    /** How many rows are chosen. */
    int size() {
        return size;
    }

    /**
     * Moves what the chosen rows have in a block to its front.
     *
     * @param first row that the block begins with
     * @param rows rows in the block
     * @param width bytes of a row
     * @return how many rows that is
     */
    int gather(ByteBuffer block, int first, int rows, int width) {
        if (all) {
            return rows;
        }
        int kept = 0;
        int end = first + rows;
        for (int row = chosen.nextSetBit(first); row >= 0 && row < end; row = chosen.nextSetBit(row + 1)) {
            move(block, (row - first) * width, kept * width, width);
            kept++;
        }
        return kept;
    }

    private static void move(ByteBuffer block, int from, int to, int width) {
        switch (width) {
            case 1 -> block.put(to, block.get(from));
            case 2 -> block.putShort(to, block.getShort(from));
            case 4 -> block.putInt(to, block.getInt(from));
            case 8 -> block.putLong(to, block.getLong(from));
            default -> {
                block.putLong(to, block.getLong(from));
                block.putLong(to + Long.BYTES, block.getLong(from + Long.BYTES));
            }
        }
    }
}
