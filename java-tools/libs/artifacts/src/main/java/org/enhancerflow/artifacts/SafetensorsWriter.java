package org.enhancerflow.artifacts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Writer of the safetensors format: the tensors are declared first, then their bytes follow in the declared order,
 * streamed. The header is padded with spaces to eight bytes, as the reference implementation does; declare wide types
 * first to keep every tensor aligned to its own width.
 */
public final class SafetensorsWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final long expected;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long written;
    private boolean finished;

    /** Creates the file and writes its header. */
    public SafetensorsWriter(Path path, Map<String, String> metadata, List<TensorSpec> tensors) throws IOException {
        this.path = path;
        ObjectNode header = new ObjectMapper().createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode node = header.putObject("__metadata__");
            metadata.forEach(node::put);
        }
        long at = 0;
        for (TensorSpec tensor : tensors) {
            ObjectNode node = header.putObject(tensor.name());
            node.put("dtype", tensor.type().name());
            tensor.shape().forEach(node.putArray("shape")::add);
            long end = Math.addExact(at, tensor.byteLength());
            node.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        this.expected = at;
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(padded).put(json);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        this.channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        drain(head.flip());
    }

    /** Writes the remaining bytes of {@code bytes}, which must be little-endian. */
    public void write(ByteBuffer bytes) throws IOException {
        flush();
        written += bytes.remaining();
        drain(bytes);
    }

    /** Writes one-byte elements. */
    public void writeBytes(byte[] values, int from, int to) throws IOException {
        write(ByteBuffer.wrap(values, from, to - from));
    }

    /** Writes 16-bit elements. */
    public void writeShorts(short[] values, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            room(2).putShort(values[i]);
        }
    }

    /** Writes 32-bit integers. */
    public void writeInts(int[] values, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            room(4).putInt(values[i]);
        }
    }

    /** Writes 64-bit integers. */
    public void writeLongs(long[] values, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            room(8).putLong(values[i]);
        }
    }

    /** Writes 32-bit floats. */
    public void writeFloats(float[] values, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            room(4).putFloat(values[i]);
        }
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        written += bytes;
        return buffer;
    }

    private void flush() throws IOException {
        drain(buffer.flip());
        buffer.clear();
    }

    private void drain(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Says that all bytes were given.
     *
     * @throws IllegalStateException if more or fewer bytes were written than declared
     */
    public void finish() throws IOException {
        flush();
        if (written != expected) {
            throw new IllegalStateException(path + ": " + written + " bytes written, " + expected + " declared");
        }
        finished = true;
    }

    /** Closes the file; one that was not finished is left for its caller to delete. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            buffer.clear();
        }
        channel.close();
    }
}
