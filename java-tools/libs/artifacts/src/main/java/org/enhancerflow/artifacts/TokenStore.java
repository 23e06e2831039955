package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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
    /** Sequences in the file. */
    private final int stored;
    /** The sequences that are looked at; null when all are. */
    private final int @Nullable [] sample;

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
        this.stored = labels.length;
        this.sample = null;
    }

    private TokenStore(TokenStore whole, int[] sample) {
        this.file = whole.file;
        this.header = whole.header;
        this.width = whole.width;
        this.offsets = whole.offsets;
        this.rcOffsets = whole.rcOffsets;
        this.labels = whole.labels;
        this.windows = whole.windows;
        this.stored = whole.stored;
        this.sample = sample;
    }

    /**
     * Opens a store.
     *
     * @throws BadInputException if the file is damaged or was not written by TOKENIZE
     */
    public static TokenStore open(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            TokenHeader header = header(file);
            if (file.metadata().containsKey(TokenStoreWriter.SHARD)) {
                throw new BadInputException(
                        path,
                        "is part " + file.metadata().get(TokenStoreWriter.SHARD) + " of a store",
                        "join all parts with tokenize --parts");
            }
            TokenStore store = new TokenStore(file, header);
            store.check();
            return store;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** What a file says it holds, whether it is a store or a part of one. */
    static TokenHeader header(SafetensorsFile file) {
        TokenStoreWriter.Metadata metadata =
                Json.parse(file.path(), file.requireMetadata("tokens"), TokenStoreWriter.Metadata.class);
        if (!metadata.format().equals(TokenStoreWriter.FORMAT)) {
            throw new BadInputException(file.path(), "has the form '" + metadata.format() + "'", "run TOKENIZE again");
        }
        return metadata.header();
    }

    private void check() {
        TensorInfo ids = file.require("input_ids", header.idType());
        boolean formed = windows.length == stored && ascending(offsets, ids.elements());
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
        if (at.length != stored + 1 || at[0] != 0 || at[stored] != total) {
            return false;
        }
        for (int i = 0; i < stored; i++) {
            if (at[i + 1] < at[i] || at[i + 1] - at[i] > Integer.MAX_VALUE / 8) {
                return false;
            }
        }
        return true;
    }

    /**
     * Some of the sequences, in the order of the store: of each class its share, drawn by the seed alone. Both stores read
     * one file, and closing either closes it.
     *
     * @param count how many; if there are not more, it is this store
     */
    public TokenStore sample(int count, long seed) {
        if (count >= size()) {
            return this;
        }
        int[] classes = new int[size()];
        for (int row = 0; row < classes.length; row++) {
            classes[row] = label(row);
        }
        int[] drawn = StratifiedSample.draw(classes, header.labels().size(), count, seed);
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = at(drawn[i]);
        }
        return new TokenStore(this, drawn);
    }

    /** Where in the file a row is. */
    private int at(int row) {
        return sample == null ? row : sample[row];
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
        return sample == null ? stored : sample.length;
    }

    /** Number of tokens of a sequence, special tokens included. */
    public int length(int row) {
        int at = at(row);
        return (int) (offsets[at + 1] - offsets[at]);
    }

    /** Index of the sequence's class in the header's labels. */
    public int label(int row) {
        return labels[at(row)] & 0xFF;
    }

    /** The sequence's row in the corpus. */
    public long window(int row) {
        return windows[at(row)];
    }

    /** The sequence's tokens. */
    public int[] tokens(int row) {
        return ids("input_ids", offsets[at(row)], length(row));
    }

    /** Number of tokens of the sequence's reverse complement. */
    public int reverseComplementLength(int row) {
        int at = at(row);
        return (int) (rcOffsets[at + 1] - rcOffsets[at]);
    }

    /** Tokens of the sequence's reverse complement; only where the header says they are stored. */
    public int[] reverseComplementTokens(int row) {
        return ids("rc_input_ids", rcOffsets[at(row)], reverseComplementLength(row));
    }

    /** Copies the sequence's tokens to {@code target} from {@code at}; the rest of the target is left alone. */
    public void copy(int row, long[] target, int at) {
        int length = length(row);
        ByteBuffer bytes = file.bytes("input_ids", offsets[at(row)] * width, length * width);
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
