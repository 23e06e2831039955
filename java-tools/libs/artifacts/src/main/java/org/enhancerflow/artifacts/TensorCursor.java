package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a tensor from its first element to its last through a small buffer: no page of the file counts as memory of the
 * process. The elements' type is the caller's to know. Valid while its file is open.
 */
public final class TensorCursor {
    private final SafetensorsFile file;
    private final long end;
    private final ByteBuffer buffer;
    private long at;

    /**
     * Stands before the first element.
     *
     * @param bufferBytes size of the buffer, a multiple of 16
     */
    TensorCursor(SafetensorsFile file, TensorInfo tensor, int bufferBytes) {
        this.file = file;
        this.at = tensor.begin();
        this.end = tensor.end();
        this.buffer = ByteBuffer.allocate((int) Math.min(bufferBytes, end - at))
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
    }

    /** Whether an element is left. */
    public boolean hasNext() {
        return buffer.hasRemaining() || at < end;
    }

    /** The next element, of one byte. */
    public byte nextByte() throws IOException {
        return ready().get();
    }

    /** The next element, of 16 bits. */
    public short nextShort() throws IOException {
        return ready().getShort();
    }

    /** The next element, of 32 bits. */
    public int nextInt() throws IOException {
        return ready().getInt();
    }

    /** The next element, of 64 bits. */
    public long nextLong() throws IOException {
        return ready().getLong();
    }

    /**
     * Passes over a row of the tensor.
     *
     * @param width bytes of the row, a power of two up to 16
     */
    void skip(int width) throws IOException {
        ready();
        buffer.position(buffer.position() + width);
    }

    /** Copies a row of the tensor as its bytes are; see {@link #skip}. */
    void copy(int width, ByteBuffer target) throws IOException {
        ready();
        switch (width) {
            case 1 -> target.put(buffer.get());
            case 2 -> target.putShort(buffer.getShort());
            case 4 -> target.putInt(buffer.getInt());
            case 8 -> target.putLong(buffer.getLong());
            default -> target.putLong(buffer.getLong()).putLong(buffer.getLong());
        }
    }

    /** The buffer with an element in it; its size is a multiple of every width, so that no element is cut. */
    private ByteBuffer ready() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            file.fill(buffer, at);
            at += buffer.flip().limit();
        }
        return buffer;
    }
}
