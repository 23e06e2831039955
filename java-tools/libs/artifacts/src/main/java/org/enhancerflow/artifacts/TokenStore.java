package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Reader of {@code <split>.tokens.safetensors}: ragged token ids, mapped rather than read. Safe for use by several
 * threads.
 *
 * <p>Tensors: {@code offsets} i64 [n + 1] (in tokens), {@code window} i64 [n] (row of the corpus), {@code input_ids}
 * u8, u16 or u32 (flat), {@code labels} u8 [n]; with reverse complements also {@code rc_offsets} and
 * {@code rc_input_ids}.
 */
public final class TokenStore implements AutoCloseable {
    private final SafetensorsFile file;
    private final TokenHeader header;
    private final int size;
    private final int width;
    private final long[] offsets;
    private final long[] rcOffsets;
    private final byte[] labels;
    private final long[] windows;

    private TokenStore(SafetensorsFile file, TokenHeader header) {
        this.file = file;
        this.header = header;
        this.width = header.idType().bytes();
        this.offsets = file.readLongs("offsets");
        this.rcOffsets = header.reverseComplement() ? file.readLongs("rc_offsets") : new long[0];
        this.labels = file.readBytes("labels");
        this.windows = file.readLongs("window");
        this.size = labels.length;
    }

    /**
     * Opens a store.
     *
     * @throws BadInputException if the file is damaged or was not written by TOKENIZE
     */
    public static TokenStore open(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            TokenStoreWriter.Metadata metadata =
                    Json.parse(path, file.requireMetadata("tokens"), TokenStoreWriter.Metadata.class);
            if (!metadata.format().equals(TokenStoreWriter.FORMAT)) {
                throw new BadInputException(path, "has the form '" + metadata.format() + "'", "run TOKENIZE again");
            }
            TokenStore store = new TokenStore(file, metadata.header());
            store.check();
            return store;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void check() {
        TensorInfo ids = file.require("input_ids", header.idType());
        boolean formed = windows.length == size && ascending(offsets, ids.elements());
        if (header.reverseComplement()) {
            TensorInfo rc = file.require("rc_input_ids", header.idType());
            formed &= ascending(rcOffsets, rc.elements());
        }
        for (byte label : labels) {
            formed &= (label & 0xFF) < header.labels().size();
        }
        if (!formed) {
            throw new BadInputException(file.path(), "its columns do not fit together", "run TOKENIZE again");
        }
    }

    private boolean ascending(long[] at, long total) {
        if (at.length != size + 1 || at[0] != 0 || at[size] != total) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (at[i + 1] < at[i] || at[i + 1] - at[i] > Integer.MAX_VALUE / 8) {
                return false;
            }
        }
        return true;
    }

    /** What the store holds. */
    public TokenHeader header() {
        return header;
    }

    /** The file the store was opened from. */
    public Path path() {
        return file.path();
    }

    /** Number of sequences. */
    public int size() {
        return size;
    }

    /** Number of tokens of a sequence, special tokens included. */
    public int length(int row) {
        return (int) (offsets[row + 1] - offsets[row]);
    }

    /** Index of the sequence's class in the header's labels. */
    public int label(int row) {
        return labels[row] & 0xFF;
    }

    /** The sequence's row in the corpus. */
    public long window(int row) {
        return windows[row];
    }

    /** The sequence's tokens. */
    public int[] tokens(int row) {
        return ids("input_ids", offsets[row], length(row));
    }

    /** Number of tokens of the sequence's reverse complement. */
    public int reverseComplementLength(int row) {
        return (int) (rcOffsets[row + 1] - rcOffsets[row]);
    }

    /** Tokens of the sequence's reverse complement; only where the header says they are stored. */
    public int[] reverseComplementTokens(int row) {
        return ids("rc_input_ids", rcOffsets[row], reverseComplementLength(row));
    }

    /** Copies the sequence's tokens to {@code target} from {@code at}; the rest of the target is left alone. */
    public void copy(int row, long[] target, int at) {
        int length = length(row);
        ByteBuffer bytes = file.bytes("input_ids", offsets[row] * width, length * width);
        for (int i = 0; i < length; i++) {
            target[at + i] = id(bytes, i);
        }
    }

    private int[] ids(String tensor, long first, int length) {
        ByteBuffer bytes = file.bytes(tensor, first * width, length * width);
        int[] ids = new int[length];
        for (int i = 0; i < length; i++) {
            ids[i] = id(bytes, i);
        }
        return ids;
    }

    private int id(ByteBuffer bytes, int i) {
        return switch (width) {
            case 1 -> bytes.get(i) & 0xFF;
            case 2 -> bytes.getShort(2 * i) & 0xFFFF;
            default -> bytes.getInt(4 * i);
        };
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
