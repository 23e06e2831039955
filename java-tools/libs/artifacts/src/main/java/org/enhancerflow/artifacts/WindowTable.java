package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Windows as columns ({@code *.windows.safetensors}): places on a reference, never bases. Rows are numbered from 0.
 *
 * <p>Columns: {@code contig} i32, {@code start} i64 (0-based, may be negative: bases outside the contig are N),
 * {@code length} i32, {@code summit} i64 (0-based), {@code label} u8, {@code sample} u16, {@code peak} i32 (1-based line
 * in the sample's file), {@code score} f32, {@code id} u64 [n, 2] (high, low),
 * {@code reversed} u8 (1 where the id is that of the reverse complement), and after SPLIT {@code split} u8. The
 * {@link WindowHeader} stands in the metadata as JSON.
 */
public final class WindowTable {
    /** In the metadata of a part of a corpus: what its maker says of it. */
    static final String PART = "part";

    private static final String FORMAT = "enhancerflow-windows-1";

    private final WindowHeader header;
    private final int size;
    private final int[] contig;
    private final long[] start;
    private final int[] length;
    private final long[] summit;
    private final byte[] label;
    private final short[] sample;
    private final int[] peak;
    private final float[] score;
    private final long[] id;
    private final byte[] reversed;
    private final byte[] split;
    private final boolean hasSplit;

    private WindowTable(Builder b, byte[] split, boolean hasSplit) {
        this.header = b.header;
        this.size = b.size;
        this.contig = b.contig;
        this.start = b.start;
        this.length = b.length;
        this.summit = b.summit;
        this.label = b.label;
        this.sample = b.sample;
        this.peak = b.peak;
        this.score = b.score;
        this.id = b.id;
        this.reversed = b.reversed;
        this.split = split;
        this.hasSplit = hasSplit;
    }

    private WindowTable(WindowTable t, byte[] split) {
        this.header = t.header;
        this.size = t.size;
        this.contig = t.contig;
        this.start = t.start;
        this.length = t.length;
        this.summit = t.summit;
        this.label = t.label;
        this.sample = t.sample;
        this.peak = t.peak;
        this.score = t.score;
        this.id = t.id;
        this.reversed = t.reversed;
        this.split = split;
        this.hasSplit = true;
    }

    /** Starts an empty table; {@code capacity} is a guess at its rows. */
    public static Builder builder(WindowHeader header, int capacity) {
        return new Builder(header, Math.max(16, capacity));
    }

    /** What the columns refer to. */
    public WindowHeader header() {
        return header;
    }

    /** Number of rows. */
    public int size() {
        return size;
    }

    /** Index into the header's contigs. */
    public int contig(int row) {
        return contig[row];
    }

    /** First base of the window, 0-based; negative where the window begins before the contig. */
    public long start(int row) {
        return start[row];
    }

    /** Length of the window in bases. */
    public int length(int row) {
        return length[row];
    }

    /** One past the last base, 0-based; may lie beyond the contig. */
    public long end(int row) {
        return start[row] + length[row];
    }

    /** The peak's summit, 0-based. */
    public long summit(int row) {
        return summit[row];
    }

    /** Index into the header's labels. */
    public int label(int row) {
        return label[row] & 0xFF;
    }

    /** Index into the header's samples. */
    public int sample(int row) {
        return sample[row] & 0xFFFF;
    }

    /** 1-based line of the peak in its sample's file. */
    public int peak(int row) {
        return peak[row];
    }

    /** The peak's score as the file gives it (narrowPeak: signalValue). */
    public float score(int row) {
        return score[row];
    }

    /** Identity of the window's sequence. */
    public SequenceId id(int row) {
        return new SequenceId(idHigh(row), idLow(row));
    }

    /**
     * Whether the identity is that of the window's reverse complement: two rows hold the same bases on the same strand
     * where both this and the identity are equal.
     */
    public boolean reversed(int row) {
        return reversed[row] != 0;
    }

    /** Upper half of the identity. */
    public long idHigh(int row) {
        return id[2 * row];
    }

    /** Lower half of the identity. */
    public long idLow(int row) {
        return id[2 * row + 1];
    }

    /** Whether SPLIT has run. */
    public boolean hasSplit() {
        return hasSplit;
    }

    /** The part of the corpus the row belongs to. */
    public Split split(int row) {
        if (!hasSplit) {
            throw new IllegalStateException("this table was not split");
        }
        return Split.of(split[row]);
    }

    /** Name of the row's contig. */
    public String contigName(int row) {
        return header.contigs().get(contig[row]).name();
    }

    /** Name of the row's label. */
    public String labelName(int row) {
        return header.labels().get(label(row));
    }

    /** Name of the row's sample. */
    public String sampleName(int row) {
        return header.samples().get(sample(row));
    }

    /** The named rows, in the given order. */
    public WindowTable select(int[] rows) {
        Builder out = builder(header, rows.length);
        byte[] parts = new byte[hasSplit ? rows.length : 0];
        for (int i = 0; i < rows.length; i++) {
            out.addFrom(this, rows[i]);
            if (hasSplit) {
                parts[i] = split[rows[i]];
            }
        }
        return new WindowTable(out, parts, hasSplit);
    }

    /** The same rows with their part of the corpus, one code per row. */
    public WindowTable withSplit(byte[] codes) {
        if (codes.length != size) {
            throw new IllegalArgumentException(codes.length + " codes for " + size + " rows");
        }
        return new WindowTable(this, codes.clone());
    }

    /** Rows of one part of the corpus, ascending. */
    public int[] rowsOf(Split part) {
        int[] rows = new int[size];
        int n = 0;
        for (int row = 0; row < size; row++) {
            if (split(row) == part) {
                rows[n++] = row;
            }
        }
        return Arrays.copyOf(rows, n);
    }

    /** Writes the table; equal tables give equal bytes. */
    public void write(Path file) throws IOException {
        List<TensorSpec> specs = new ArrayList<>(columns(size));
        if (hasSplit) {
            specs.add(TensorSpec.vector("split", TensorType.U8, size));
        }
        Map<String, String> metadata = metadata(header);
        try (SafetensorsWriter out = new SafetensorsWriter(file, metadata, specs)) {
            out.writeLongs(id, 0, 2 * size);
            out.writeLongs(start, 0, size);
            out.writeLongs(summit, 0, size);
            out.writeInts(contig, 0, size);
            out.writeInts(length, 0, size);
            out.writeInts(peak, 0, size);
            out.writeFloats(score, 0, size);
            out.writeShorts(sample, 0, size);
            out.writeBytes(label, 0, size);
            out.writeBytes(reversed, 0, size);
            if (hasSplit) {
                out.writeBytes(split, 0, size);
            }
            out.finish();
        }
    }

    /** All columns but split, in the file's order. */
    static List<TensorSpec> columns(long rows) {
        return List.of(
                new TensorSpec("id", TensorType.U64, List.of(rows, 2L)),
                TensorSpec.vector("start", TensorType.I64, rows),
                TensorSpec.vector("summit", TensorType.I64, rows),
                TensorSpec.vector("contig", TensorType.I32, rows),
                TensorSpec.vector("length", TensorType.I32, rows),
                TensorSpec.vector("peak", TensorType.I32, rows),
                TensorSpec.vector("score", TensorType.F32, rows),
                TensorSpec.vector("sample", TensorType.U16, rows),
                TensorSpec.vector("label", TensorType.U8, rows),
                TensorSpec.vector("reversed", TensorType.U8, rows));
    }

    static Map<String, String> metadata(WindowHeader header) {
        return Map.of("windows", Json.compact(new Metadata(FORMAT, header)));
    }

    /** Header of a whole table. */
    static WindowHeader header(Path file, SafetensorsFile in) {
        if (in.metadata().containsKey(PART)) {
            throw new BadInputException(file, "is a part of a corpus", "join all parts with dedup --parts");
        }
        return headerOfAny(file, in);
    }

    /** Header of a table or of a part of one. */
    static WindowHeader headerOfAny(Path file, SafetensorsFile in) {
        Metadata metadata = Json.parse(file, in.requireMetadata("windows"), Metadata.class);
        if (!metadata.format().equals(FORMAT)) {
            throw new BadInputException(
                    file, "has the form '" + metadata.format() + "', expected '" + FORMAT + "'", "run EXTRACT again");
        }
        return metadata.header();
    }

    /**
     * Reads a table.
     *
     * @throws BadInputException if the file is damaged, or a row refers to a contig, label or sample that the header
     *     does not have
     */
    public static WindowTable read(Path file) throws IOException {
        try (SafetensorsFile in = SafetensorsFile.open(file)) {
            return read(in, 0, rows(in));
        }
    }

    /** Number of rows in a file, after a look at the length of every column. */
    static long rows(SafetensorsFile in) {
        long rows = in.require("label").elements();
        boolean equal = columns(rows).stream()
                .allMatch(column -> in.require(column.name(), column.type()).elements() == column.elements());
        if (!equal || (in.tensors().containsKey("split") && in.require("split").elements() != rows)) {
            throw new BadInputException(in.path(), "its columns differ in length", "run EXTRACT again");
        }
        return rows;
    }

    /** Some consecutive rows, as a table of their own. */
    static WindowTable read(SafetensorsFile in, long from, long to) {
        Builder b = new Builder(header(in.path(), in), 0);
        b.id = in.readLongs("id", 2 * from, 2 * to);
        b.start = in.readLongs("start", from, to);
        b.summit = in.readLongs("summit", from, to);
        b.contig = in.readInts("contig", from, to);
        b.length = in.readInts("length", from, to);
        b.peak = in.readInts("peak", from, to);
        b.score = in.readFloats("score", from, to);
        b.sample = in.readShorts("sample", from, to);
        b.label = in.readBytes("label", from, to);
        b.reversed = in.readBytes("reversed", from, to);
        b.size = b.start.length;
        boolean hasSplit = in.tensors().containsKey("split");
        byte[] split = hasSplit ? in.readBytes("split", from, to) : new byte[0];
        WindowTable table = new WindowTable(b, split, hasSplit);
        table.check(in.path(), from);
        return table;
    }

    private void check(Path file, long first) {
        for (int row = 0; row < size; row++) {
            boolean known = contig[row] >= 0
                    && contig[row] < header.contigs().size()
                    && label(row) < header.labels().size()
                    && sample(row) < header.samples().size()
                    && length[row] > 0
                    && (!hasSplit || (split[row] >= 0 && split[row] <= Split.TEST.code()));
            if (!known) {
                throw new BadInputException(
                        file,
                        "row " + (first + row) + " refers to a contig, label, sample or split that is not there",
                        "run EXTRACT again");
            }
        }
    }

    /** The table's entry in the file's metadata. */
    record Metadata(String format, WindowHeader header) {}

    /** Collects rows. Not thread-safe. */
    public static final class Builder {
        private final WindowHeader header;
        private int size;
        private int[] contig;
        private long[] start;
        private int[] length;
        private long[] summit;
        private byte[] label;
        private short[] sample;
        private int[] peak;
        private float[] score;
        private long[] id;
        private byte[] reversed;

        private Builder(WindowHeader header, int capacity) {
            this.header = header;
            contig = new int[capacity];
            start = new long[capacity];
            length = new int[capacity];
            summit = new long[capacity];
            label = new byte[capacity];
            sample = new short[capacity];
            peak = new int[capacity];
            score = new float[capacity];
            id = new long[2 * capacity];
            reversed = new byte[capacity];
        }

        /** Adds a row; indices as in {@link WindowTable}'s columns. */
        public Builder add(
                int contigIndex,
                long startBase,
                int lengthBases,
                long summitBase,
                int labelIndex,
                int sampleIndex,
                int peakLine,
                float peakScore,
                SequenceId sequenceId) {
            return add(
                    contigIndex,
                    startBase,
                    lengthBases,
                    summitBase,
                    labelIndex,
                    sampleIndex,
                    peakLine,
                    peakScore,
                    sequenceId.high(),
                    sequenceId.low());
        }

        /** The same with the two halves of the sequence's identity, for callers that must not allocate. */
        public Builder add(
                int contigIndex,
                long startBase,
                int lengthBases,
                long summitBase,
                int labelIndex,
                int sampleIndex,
                int peakLine,
                float peakScore,
                long idHigh,
                long idLow) {
            if (size == start.length) {
                grow();
            }
            contig[size] = contigIndex;
            start[size] = startBase;
            length[size] = lengthBases;
            summit[size] = summitBase;
            label[size] = (byte) labelIndex;
            sample[size] = (short) sampleIndex;
            peak[size] = peakLine;
            score[size] = peakScore;
            id[2 * size] = idHigh;
            id[2 * size + 1] = idLow;
            size++;
            return this;
        }

        /** Says of the row added last whether its identity is that of its reverse complement; it is not, by default. */
        public Builder reversed(boolean isReversed) {
            reversed[size - 1] = (byte) (isReversed ? 1 : 0);
            return this;
        }

        private void addFrom(WindowTable t, int row) {
            add(
                    t.contig[row],
                    t.start[row],
                    t.length[row],
                    t.summit[row],
                    t.label(row),
                    t.sample(row),
                    t.peak[row],
                    t.score[row],
                    t.idHigh(row),
                    t.idLow(row));
            reversed(t.reversed(row));
        }

        private void grow() {
            int capacity = (int) Math.min(Integer.MAX_VALUE / 2 - 8, size + (size >> 1) + 16L);
            if (capacity <= size) {
                throw new IllegalStateException("a windows table holds at most " + size + " rows");
            }
            contig = Arrays.copyOf(contig, capacity);
            start = Arrays.copyOf(start, capacity);
            length = Arrays.copyOf(length, capacity);
            summit = Arrays.copyOf(summit, capacity);
            label = Arrays.copyOf(label, capacity);
            sample = Arrays.copyOf(sample, capacity);
            peak = Arrays.copyOf(peak, capacity);
            score = Arrays.copyOf(score, capacity);
            id = Arrays.copyOf(id, 2 * capacity);
            reversed = Arrays.copyOf(reversed, capacity);
        }

        /** The table of the rows added so far; the builder is used up. */
        public WindowTable build() {
            return new WindowTable(this, new byte[0], false);
        }
    }
}
