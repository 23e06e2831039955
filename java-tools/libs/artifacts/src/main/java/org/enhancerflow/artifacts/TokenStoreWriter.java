package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writer of a {@link TokenStore}. Ids stream to spool files beside the target, since their number is known only at the
 * end; {@link #finish()} joins them. Memory: 17 bytes a sequence (25 with reverse complements), whatever their length.
 */
public final class TokenStoreWriter implements AutoCloseable {
    static final String FORMAT = "enhancerflow-tokens-1";

    private final Path path;
    private final TokenHeader header;
    private final Spool forward;
    private final Spool reverse;
    private byte[] labels = new byte[1024];
    private long[] windows = new long[1024];
    private int size;

    /** Starts a store at {@code path}. */
    public TokenStoreWriter(Path path, TokenHeader header) throws IOException {
        this.path = path;
        this.header = header;
        this.forward = new Spool(path.resolveSibling(path.getFileName() + ".ids.spool"), header);
        this.reverse = new Spool(path.resolveSibling(path.getFileName() + ".rc.spool"), header);
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
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, 2 * size);
            windows = Arrays.copyOf(windows, 2 * size);
        }
        labels[size] = (byte) label;
        windows[size] = window;
        forward.add(ids);
        size++;
    }

    /** Writes the store. */
    public void finish() throws IOException {
        boolean both = header.reverseComplement();
        List<TensorSpec> specs = new ArrayList<>();
        specs.add(TensorSpec.vector("offsets", TensorType.I64, size + 1L));
        specs.add(TensorSpec.vector("window", TensorType.I64, size));
        if (both) {
            specs.add(TensorSpec.vector("rc_offsets", TensorType.I64, size + 1L));
        }
        specs.add(TensorSpec.vector("input_ids", header.idType(), forward.total()));
        if (both) {
            specs.add(TensorSpec.vector("rc_input_ids", header.idType(), reverse.total()));
        }
        specs.add(TensorSpec.vector("labels", TensorType.U8, size));
        Map<String, String> metadata = Map.of("tokens", Json.compact(new Metadata(FORMAT, header)));
        try (SafetensorsWriter out = new SafetensorsWriter(path, metadata, specs)) {
            out.writeLongs(forward.offsets, 0, size + 1);
            out.writeLongs(windows, 0, size);
            if (both) {
                out.writeLongs(reverse.offsets, 0, size + 1);
            }
            forward.copyTo(out);
            if (both) {
                reverse.copyTo(out);
            }
            out.writeBytes(labels, 0, size);
            out.finish();
        }
    }

    @Override
    public void close() throws IOException {
        try (forward) {
            reverse.close();
        }
    }

    /** The store's entry in the file's metadata. */
    record Metadata(String format, TokenHeader header) {}

    /** Ids of one strand on their way to the store. */
    private static final class Spool implements AutoCloseable {
        private final Path path;
        private final FileChannel channel;
        private final int width;
        private final int vocabulary;
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 18).order(ByteOrder.LITTLE_ENDIAN);
        private long[] offsets = new long[1025];
        private int rows;

        Spool(Path path, TokenHeader header) throws IOException {
            this.path = path;
            this.width = header.idType().bytes();
            this.vocabulary = header.vocabularySize();
            this.channel = FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        }

        long total() {
            return offsets[rows];
        }

        void add(int[] ids) throws IOException {
            for (int id : ids) {
                if (id < 0 || id >= vocabulary) {
                    throw new IllegalArgumentException("id " + id + " is outside a vocabulary of " + vocabulary);
                }
                if (buffer.remaining() < width) {
                    flush();
                }
                switch (width) {
                    case 1 -> buffer.put((byte) id);
                    case 2 -> buffer.putShort((short) id);
                    default -> buffer.putInt(id);
                }
            }
            if (rows + 1 == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * offsets.length);
            }
            offsets[rows + 1] = offsets[rows] + ids.length;
            rows++;
        }

        private void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        void copyTo(SafetensorsWriter out) throws IOException {
            flush();
            channel.position(0);
            while (channel.read(buffer) >= 0) {
                out.write(buffer.flip());
                buffer.clear();
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(path);
        }
    }
}
