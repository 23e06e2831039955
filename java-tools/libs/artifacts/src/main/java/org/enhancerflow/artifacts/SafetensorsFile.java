package org.enhancerflow.artifacts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reader of the safetensors format (https://github.com/huggingface/safetensors): eight bytes of little-endian header
 * length, a JSON header, then the tensors' bytes. The file is mapped in chunks, so that it may pass 2 GB.
 *
 * <p>The header is checked as the reference implementation does: every tensor inside the file, no overlap, no hole, size
 * equal to shape times element width.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final long MAX_HEADER = 100_000_000;
    private static final int CHUNK = 1 << 30;
    private static final int BUFFER = 1 << 18;
    private static final String REMEDY = "write or download the file again";
    private static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path path;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, String> metadata;
    private final Map<String, TensorInfo> tensors;
    private final List<ByteBuffer> chunks = new ArrayList<>();

    private SafetensorsFile(
            Path path,
            FileChannel channel,
            long dataStart,
            Map<String, String> metadata,
            Map<String, TensorInfo> tensors) {
        this.path = path;
        this.channel = channel;
        this.dataStart = dataStart;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /**
     * Opens and checks a file; its tensors are mapped, not read.
     *
     * @throws BadInputException if the file is missing or its header is not that of a whole safetensors file
     */
    public static SafetensorsFile open(Path path) throws IOException {
        FileHead.check(path);
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new BadInputException(path, "does not exist", "check the path");
        }
        try {
            SafetensorsFile file = parse(path, channel);
            file.map();
            return file;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SafetensorsFile parse(Path path, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < 8) {
            throw new BadInputException(path, "is too short for a safetensors file (" + size + " bytes)", REMEDY);
        }
        long length = readFully(path, channel, 0, 8).getLong();
        if (length < 2 || length > MAX_HEADER || length > size - 8) {
            throw new BadInputException(path, "is not a safetensors file: header length " + length, REMEDY);
        }
        JsonNode header;
        try {
            header = MAPPER.readTree(readFully(path, channel, 8, (int) length).array());
        } catch (JsonProcessingException e) {
            throw new BadInputException(path, "its header is not valid JSON", REMEDY);
        }
        if (!header.isObject()) {
            throw new BadInputException(path, "its header is not a JSON object", REMEDY);
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        List<TensorInfo> found = new ArrayList<>();
        header.fields().forEachRemaining(entry -> {
            if (entry.getKey().equals("__metadata__")) {
                entry.getValue()
                        .fields()
                        .forEachRemaining(
                                m -> metadata.put(m.getKey(), m.getValue().asText()));
            } else {
                found.add(tensor(path, entry.getKey(), entry.getValue()));
            }
        });
        found.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        checkLayout(path, found, size - 8 - length);
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        found.forEach(t -> tensors.put(t.name(), t));
        return new SafetensorsFile(
                path, channel, 8 + length, Collections.unmodifiableMap(metadata), Collections.unmodifiableMap(tensors));
    }

    private static ByteBuffer readFully(Path path, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new BadInputException(path, "ended while its header was read", REMEDY);
            }
        }
        return buffer.flip();
    }

    private static TensorInfo tensor(Path path, String name, JsonNode node) {
        JsonNode offsets = node.path("data_offsets");
        JsonNode dimensions = node.path("shape");
        boolean formed = offsets.isArray()
                && offsets.size() == 2
                && offsets.get(0).canConvertToLong()
                && offsets.get(1).canConvertToLong()
                && dimensions.isArray();
        if (!formed) {
            throw new BadInputException(path, "the entry of tensor '" + name + "' is not well formed", REMEDY);
        }
        TensorType type;
        try {
            type = TensorType.valueOf(node.path("dtype").asText());
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    path,
                    "tensor '" + name + "' has the unknown type '"
                            + node.path("dtype").asText() + "'",
                    "save it as F32, F16 or BF16");
        }
        List<Long> shape = new ArrayList<>();
        for (JsonNode dimension : dimensions) {
            if (!dimension.canConvertToLong() || dimension.asLong() < 0) {
                throw new BadInputException(path, "tensor '" + name + "' has a negative or non-integer size", REMEDY);
            }
            shape.add(dimension.asLong());
        }
        long begin = offsets.get(0).asLong();
        long end = offsets.get(1).asLong();
        long expected;
        try {
            expected = new TensorSpec(name, type, shape).byteLength();
        } catch (ArithmeticException e) {
            throw new BadInputException(path, "tensor '" + name + "' is larger than any file", REMEDY);
        }
        if (begin < 0 || end < begin || end - begin != expected) {
            throw new BadInputException(
                    path,
                    "tensor '" + name + "' spans " + (end - begin) + " bytes, its shape needs " + expected,
                    REMEDY);
        }
        return new TensorInfo(name, type, shape, begin, end);
    }

    private static void checkLayout(Path path, List<TensorInfo> sorted, long dataLength) {
        long at = 0;
        for (TensorInfo tensor : sorted) {
            if (tensor.begin() != at) {
                throw new BadInputException(
                        path, "there is a hole or an overlap before tensor '" + tensor.name() + "'", REMEDY);
            }
            at = tensor.end();
        }
        if (at != dataLength) {
            throw new BadInputException(
                    path, "holds " + dataLength + " bytes of tensors, its header says " + at, REMEDY);
        }
    }

    private void map() throws IOException {
        long length = channel.size() - dataStart;
        for (long at = 0; at < length; at += CHUNK) {
            chunks.add(channel.map(FileChannel.MapMode.READ_ONLY, dataStart + at, Math.min(CHUNK, length - at)));
        }
    }

    /** The file as it was named when opened. */
    public Path path() {
        return path;
    }

    /** The header's {@code __metadata__}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** A field of the metadata; its absence means another program wrote the file. */
    public String requireMetadata(String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new BadInputException(
                    path, "has no '" + key + "' in its metadata", "use a file written by EnhancerFlow");
        }
        return value;
    }

    /** All tensors by name, in the order of their bytes. */
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /**
     * A tensor that must be there with this type.
     *
     * @throws BadInputException if it is missing or of another type
     */
    public TensorInfo require(String name, TensorType... types) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            throw new BadInputException(path, "has no tensor '" + name + "'", "use a file written by EnhancerFlow");
        }
        if (types.length > 0 && !List.of(types).contains(info.type())) {
            throw new BadInputException(
                    path,
                    "tensor '" + name + "' is " + info.type() + ", expected " + List.of(types),
                    "use a file written by EnhancerFlow");
        }
        return info;
    }

    /**
     * Bytes of a tensor, little-endian, read-only: a view of the mapped file where they lie in one chunk, else a copy.
     *
     * @param offset first byte, within the tensor
     * @param length number of bytes
     */
    public ByteBuffer bytes(String name, long offset, int length) {
        TensorInfo info = require(name);
        if (offset < 0 || length < 0 || offset + length > info.end() - info.begin()) {
            throw new IndexOutOfBoundsException(name + " [" + offset + ", " + (offset + length) + ")");
        }
        if (length == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        long begin = info.begin() + offset;
        int first = (int) (begin / CHUNK);
        int within = (int) (begin % CHUNK);
        if (within + (long) length <= CHUNK) {
            return chunks.get(first).slice(within, length).order(ByteOrder.LITTLE_ENDIAN);
        }
        ByteBuffer copy = ByteBuffer.allocate(length);
        int head = CHUNK - within;
        copy.put(chunks.get(first).slice(within, head));
        copy.put(chunks.get(first + 1).slice(0, length - head));
        return copy.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A whole tensor of one-byte elements. */
    public byte[] readBytes(String name) {
        return bytes(require(name, TensorType.U8, TensorType.I8, TensorType.BOOL));
    }

    /** Some one-byte elements: those from {@code from} to before {@code to}. */
    public byte[] readBytes(String name, long from, long to) {
        return bytes(
                require(name, TensorType.U8, TensorType.I8, TensorType.BOOL).range(from, to));
    }

    private byte[] bytes(TensorInfo info) {
        byte[] out = new byte[arrayLength(info)];
        stream(info, (block, at, n) -> block.get(out, at, n));
        return out;
    }

    /** A whole tensor of 16-bit integers. */
    public short[] readShorts(String name) {
        return shorts(require(name, TensorType.U16, TensorType.I16));
    }

    /** Some 16-bit integers: those from {@code from} to before {@code to}. */
    public short[] readShorts(String name, long from, long to) {
        return shorts(require(name, TensorType.U16, TensorType.I16).range(from, to));
    }

    private short[] shorts(TensorInfo info) {
        short[] out = new short[arrayLength(info)];
        stream(info, (block, at, n) -> block.asShortBuffer().get(out, at, n));
        return out;
    }

    /** A whole tensor of 32-bit integers. */
    public int[] readInts(String name) {
        return ints(require(name, TensorType.I32, TensorType.U32));
    }

    /** Some 32-bit integers: those from {@code from} to before {@code to}. */
    public int[] readInts(String name, long from, long to) {
        return ints(require(name, TensorType.I32, TensorType.U32).range(from, to));
    }

    private int[] ints(TensorInfo info) {
        int[] out = new int[arrayLength(info)];
        stream(info, (block, at, n) -> block.asIntBuffer().get(out, at, n));
        return out;
    }

    /** A whole tensor of 64-bit integers. */
    public long[] readLongs(String name) {
        return longs(require(name, TensorType.I64, TensorType.U64));
    }

    /** Some 64-bit integers: those from {@code from} to before {@code to}. */
    public long[] readLongs(String name, long from, long to) {
        return longs(require(name, TensorType.I64, TensorType.U64).range(from, to));
    }

    private long[] longs(TensorInfo info) {
        long[] out = new long[arrayLength(info)];
        stream(info, (block, at, n) -> block.asLongBuffer().get(out, at, n));
        return out;
    }

    /** A whole tensor of 32-bit floats. */
    public float[] readFloats(String name) {
        return floats(require(name, TensorType.F32));
    }

    /** Some 32-bit floats: those from {@code from} to before {@code to}. */
    public float[] readFloats(String name, long from, long to) {
        return floats(require(name, TensorType.F32).range(from, to));
    }

    private float[] floats(TensorInfo info) {
        float[] out = new float[arrayLength(info)];
        stream(info, (block, at, n) -> block.asFloatBuffer().get(out, at, n));
        return out;
    }

    /**
     * A whole tensor of floating-point numbers of any width, as float32.
     *
     * @throws BadInputException if it is missing or holds something else
     */
    public float[] readAsFloats(String name) {
        TensorInfo info = require(name, TensorType.F32, TensorType.F16, TensorType.BF16, TensorType.F64);
        float[] out = new float[arrayLength(info)];
        stream(info, (block, at, n) -> FloatFormats.decode(info.type(), block, out, at, n));
        return out;
    }

    /**
     * Reads a tensor from its first element to its last, in little memory.
     *
     * @param bufferBytes how much to read at a time, a multiple of 16
     */
    public TensorCursor cursor(String name, int bufferBytes) {
        return new TensorCursor(this, require(name), bufferBytes);
    }

    /** Takes some elements of a tensor, which lie in the block from its first byte on; it may write into the block. */
    interface Block {
        void take(ByteBuffer block, int at, int elements);
    }

    /** Reads through a small buffer: what is read through the map counts as memory of the process, next to the array. */
    void stream(TensorInfo info, Block target) {
        ByteBuffer buffer = buffer(info.end() - info.begin());
        int width = info.type().bytes();
        try {
            for (long at = info.begin(); at < info.end(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), info.end() - at));
                fill(buffer, at);
                target.take(buffer.flip(), (int) ((at - info.begin()) / width), buffer.limit() / width);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the next elements of a tensor. */
    @FunctionalInterface
    public interface Elements {
        /** Takes all that remains in the block, which is little-endian and holds whole elements. */
        void take(ByteBuffer block) throws IOException;
    }

    /** Reads a tensor of any size from its first element to its last, some at a time. */
    public void forEach(String name, Elements target) throws IOException {
        TensorInfo info = require(name);
        ByteBuffer buffer = buffer(info.end() - info.begin());
        for (long at = info.begin(); at < info.end(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), info.end() - at));
            fill(buffer, at);
            target.take(buffer.flip());
        }
    }

    /**
     * Fills what remains of a buffer.
     *
     * @param at place of the buffer's first byte, from the first tensor on
     */
    void fill(ByteBuffer buffer, long at) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, dataStart + at + buffer.position()) < 0) {
                throw new BadInputException(path, "was cut while it was read", REMEDY);
            }
        }
    }

    /** An empty buffer for reading or writing a tensor piece by piece, each of them whole rows of a windows table. */
    static ByteBuffer buffer(long bytes) {
        return ByteBuffer.allocateDirect((int) Math.min(BUFFER, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int arrayLength(TensorInfo info) {
        if (info.elements() > Integer.MAX_VALUE - 8) {
            throw new BadInputException(
                    path,
                    "tensor '" + info.name() + "' has " + info.elements() + " elements, more than one array holds",
                    "split the corpus");
        }
        return (int) info.elements();
    }

    @Override
    public void close() throws IOException {
        chunks.clear();
        channel.close();
    }
}
