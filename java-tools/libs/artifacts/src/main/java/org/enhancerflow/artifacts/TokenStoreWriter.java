package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writer of a {@link TokenStore}. Columns stream to spool files beside the target, since their length is known only at the
 * end; {@link #finish()} joins them. Memory does not grow with the sequences.
 */
public final class TokenStoreWriter implements AutoCloseable {
    static final String FORMAT = "enhancerflow-tokens-1";

    /** Key of the metadata of a store that holds only some of the corpus's rows. */
    static final String SHARD = "shard";

    private final Path path;
    private final TokenHeader header;
    private final Shard shard;
    private final List<ColumnSpool> spools = new ArrayList<>();
    private final Strand forward;
    private final Strand reverse;
    private final ColumnSpool windows;
    private final ColumnSpool labels;
    private long size;

    /** Starts a store at {@code path}. */
    public TokenStoreWriter(Path path, TokenHeader header) throws IOException {
        this(path, header, Shard.WHOLE);
    }

    /** Starts a store that holds a part of the rows; parts are no stores until {@link TokenStoreJoin} has made them one. */
    public TokenStoreWriter(Path path, TokenHeader header, Shard shard) throws IOException {
        this.path = path;
        this.header = header;
        this.shard = shard;
        try {
            forward = new Strand(spool("ids"), spool("offsets"), header);
            reverse = new Strand(spool("rc"), spool("rc_offsets"), header);
            windows = spool("window");
            labels = spool("labels");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private ColumnSpool spool(String column) throws IOException {
        ColumnSpool spool = new ColumnSpool(path.resolveSibling(path.getFileName() + "." + column + ".spool"));
        spools.add(spool);
        return spool;
    }

    /** Adds a sequence of a store without reverse complements. */
    public void add(int[] ids, int label, long window) throws IOException {
        if (header.reverseComplement()) {
            throw new IllegalStateException("this store needs the reverse complement too");
        }
        addRow(ids, label, window);
    }

    /** Adds a sequence with the tokens of its reverse complement. */
    public void add(int[] ids, int[] rcIds, int label, long window) throws IOException {
        if (!header.reverseComplement()) {
            throw new IllegalStateException("this store has no place for reverse complements");
        }
        addRow(ids, label, window);
        reverse.add(rcIds);
    }

    private void addRow(int[] ids, int label, long window) throws IOException {
        forward.add(ids);
        windows.putLong(window);
        labels.putByte((byte) label);
        size++;
    }

    /** Writes the store. */
    public void finish() throws IOException {
        List<TensorSpec> specs = specs(header, size, forward.total, reverse.total);
        try (SafetensorsWriter out = new SafetensorsWriter(path, metadata(header, shard), specs)) {
            forward.offsets.copyTo(out);
            windows.copyTo(out);
            if (header.reverseComplement()) {
                reverse.offsets.copyTo(out);
            }
            forward.ids.copyTo(out);
            if (header.reverseComplement()) {
                reverse.ids.copyTo(out);
            }
            labels.copyTo(out);
            out.finish();
        }
    }

    /** The tensors in the file's order. */
    static List<TensorSpec> specs(TokenHeader header, long rows, long tokens, long rcTokens) {
        boolean both = header.reverseComplement();
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(TensorSpec.vector("offsets", TensorType.I64, rows + 1));
        specs.add(TensorSpec.vector("window", TensorType.I64, rows));
        if (both) {
            specs.add(TensorSpec.vector("rc_offsets", TensorType.I64, rows + 1));
        }
        specs.add(TensorSpec.vector("input_ids", header.idType(), tokens));
        if (both) {
            specs.add(TensorSpec.vector("rc_input_ids", header.idType(), rcTokens));
        }
        specs.add(TensorSpec.vector("labels", TensorType.U8, rows));
        return specs;
    }

    /** Of a whole store there is no word of shards. */
    static Map<String, String> metadata(TokenHeader header, Shard shard) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("tokens", Json.compact(new Metadata(FORMAT, header)));
        if (!shard.isWhole()) {
            metadata.put(SHARD, shard.text());
        }
        return metadata;
    }

    @Override
    public void close() throws IOException {
        for (ColumnSpool spool : spools) {
            spool.close();
        }
    }

    /** The store's entry in the file's metadata. */
    record Metadata(String format, TokenHeader header) {}

    /** Ids of one strand on their way to the store. */
    private static final class Strand {
        private final ColumnSpool ids;
        private final ColumnSpool offsets;
        private final int width;
        private final int vocabulary;
        private long total;

        Strand(ColumnSpool ids, ColumnSpool offsets, TokenHeader header) throws IOException {
            this.ids = ids;
            this.offsets = offsets;
            this.width = header.idType().bytes();
            this.vocabulary = header.vocabularySize();
            offsets.putLong(0);
        }

        void add(int[] sequence) throws IOException {
            for (int id : sequence) {
                if (id < 0 || id >= vocabulary) {
                    throw new IllegalArgumentException("id " + id + " is outside a vocabulary of " + vocabulary);
                }
                switch (width) {
                    case 1 -> ids.putByte((byte) id);
                    case 2 -> ids.putShort((short) id);
                    default -> ids.putInt(id);
                }
            }
            total += sequence.length;
            offsets.putLong(total);
        }
    }
}
