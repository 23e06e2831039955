package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several windows tables as one, a column at a time: for work on more rows than fit into memory whole. Rows are numbered
 * from 0 through the files in their order; labels and samples are numbered as each file's own header does. Where a
 * {@link Shard} is asked for, the files seem to hold the rows of its sequences alone: the others cost a bit each.
 */
public final class WindowFiles implements AutoCloseable {
    private static final int MOST_ROWS = Integer.MAX_VALUE / 2 - 8;
    private static final int CURSORS = 1 << 26;
    private static final int LEAST_BUFFER = 1 << 12;
    private static final int LARGEST_BUFFER = 1 << 16;

    private final Shard shard;
    private final boolean parts;
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final List<WindowHeader> headers = new ArrayList<>();
    private final List<RowChoice> choices = new ArrayList<>();

    private WindowFiles(Shard shard, boolean parts) {
        this.shard = shard;
        this.parts = parts;
    }

    /**
     * Opens and checks tables.
     *
     * @throws BadInputException as {@link WindowTable#read}, or if there are more rows than an array can hold twice
     */
    public static WindowFiles open(List<Path> paths) throws IOException {
        return new WindowFiles(Shard.WHOLE, false).with(paths);
    }

    /** The same, of the sequences of one part. */
    public static WindowFiles open(List<Path> paths, Shard shard) throws IOException {
        return new WindowFiles(shard, false).with(paths);
    }

    /** The same of files that {@link #writePart} has written. */
    public static WindowFiles openParts(List<Path> paths) throws IOException {
        return new WindowFiles(Shard.WHOLE, true).with(paths);
    }

    private WindowFiles with(List<Path> paths) throws IOException {
        try {
            for (Path path : paths) {
                add(path);
            }
            return this;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void add(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        files.add(file);
        WindowHeader header = parts ? WindowTable.headerOfAny(path, file) : WindowTable.header(path, file);
        headers.add(header);
        long rows = WindowTable.rows(file);
        if (rows > MOST_ROWS) {
            throw new BadInputException(path, "holds more than 2^30 windows", "extract in smaller batches");
        }
        check(file, "contig", 0, header.contigs().size());
        check(file, "length", 1, Integer.MAX_VALUE);
        check(file, "sample", 0, header.samples().size());
        check(file, "label", 0, header.labels().size());
        RowChoice choice = RowChoice.of(file, (int) rows, shard);
        if ((long) size() + choice.size() > MOST_ROWS) {
            throw new BadInputException(
                    path, "brings the corpus to more than 2^30 windows", "use fewer windows, or more shards");
        }
        choices.add(choice);
    }

    /** Throws if a number of a column is not within [least, below). */
    private static void check(SafetensorsFile file, String column, int least, int below) {
        TensorInfo info = file.require(column);
        int width = info.type().bytes();
        file.stream(info, (block, at, n) -> {
            for (int i = 0; i < n; i++) {
                int number = number(block, i, width);
                if (number < least || number >= below) {
                    throw new BadInputException(
                            file.path(),
                            "row " + (at + i) + " refers to a contig, label or sample that is not there",
                            "run EXTRACT again");
                }
            }
        });
    }

    private static int number(ByteBuffer block, int index, int width) {
        return switch (width) {
            case 1 -> block.get(index) & 0xFF;
            case 2 -> block.getShort(2 * index) & 0xFFFF;
            default -> block.getInt(4 * index);
        };
    }

    /** What each file's columns refer to. */
    public List<WindowHeader> headers() {
        return List.copyOf(headers);
    }

    /** Rows of all files. */
    public int size() {
        return choices.stream().mapToInt(RowChoice::size).sum();
    }

    /** Rows of one file. */
    public int size(int file) {
        return choices.get(file).size();
    }

    /** What the maker of a part says of it. */
    public String part(int file) {
        return files.get(file).requireMetadata(WindowTable.PART);
    }

    /** The column contig. */
    public int[] contigs() {
        return ints("contig");
    }

    /** The column start. */
    public long[] starts() {
        return longs("start", 1);
    }

    /** The column peak. */
    public int[] peaks() {
        return ints("peak");
    }

    /** The column id: for each row high, then low. */
    public long[] ids() {
        return longs("id", 2);
    }

    /** The column reversed. */
    public byte[] reversed() {
        return bytes("reversed");
    }

    /**
     * The column label, numbered anew.
     *
     * @param numbers for each file, the new number of each of its labels
     */
    public byte[] labels(int[][] numbers) {
        byte[] labels = bytes("label");
        int row = 0;
        for (int file = 0; file < files.size(); file++) {
            for (int end = row + size(file); row < end; row++) {
                labels[row] = (byte) numbers[file][labels[row] & 0xFF];
            }
        }
        return labels;
    }

    /** The column sample, numbered anew, as {@link #labels}. */
    public short[] samples(int[][] numbers) {
        short[] samples = new short[size()];
        read("sample", (block, at, n) -> block.asShortBuffer().get(samples, at, n));
        int row = 0;
        for (int file = 0; file < files.size(); file++) {
            for (int end = row + size(file); row < end; row++) {
                samples[row] = (short) numbers[file][samples[row] & 0xFFFF];
            }
        }
        return samples;
    }

    /**
     * One column of one file as it stands there, whole even where a shard was asked for.
     *
     * @param open how many cursors are in use at one time: together they hold 64 MB at most, but 4 kB each
     */
    public TensorCursor cursor(int file, String column, int open) {
        int share = Integer.highestOneBit(Math.max(1, CURSORS / open));
        return files.get(file).cursor(column, Math.min(LARGEST_BUFFER, Math.max(LEAST_BUFFER, share)));
    }

    /**
     * Writes chosen rows as one table, equal byte by byte to what {@link WindowTable#write} gives; one column is in memory
     * at a time.
     *
     * @param header of the new table
     * @param labels for each file, the new number of each of its labels
     * @param samples likewise
     * @param rows rows to write, in order
     */
    public void write(Path out, WindowHeader header, int[][] labels, int[][] samples, int[] rows) throws IOException {
        write(out, WindowTable.metadata(header), labels, samples, rows);
    }

    /**
     * The same of a part of a corpus, which only {@link #openParts} opens.
     *
     * @param note what to say of it
     */
    public void writePart(Path out, WindowHeader header, int[][] labels, int[][] samples, int[] rows, String note)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(WindowTable.metadata(header));
        metadata.put(WindowTable.PART, note);
        write(out, metadata, labels, samples, rows);
    }

    private void write(Path out, Map<String, String> metadata, int[][] labels, int[][] samples, int[] rows)
            throws IOException {
        try (SafetensorsWriter writer = new SafetensorsWriter(out, metadata, WindowTable.columns(rows.length))) {
            writeIds(writer, rows);
            writer.writeLongs(select(starts(), rows), 0, rows.length);
            writer.writeLongs(select(longs("summit", 1), rows), 0, rows.length);
            writer.writeInts(select(contigs(), rows), 0, rows.length);
            writer.writeInts(select(ints("length"), rows), 0, rows.length);
            writer.writeInts(select(peaks(), rows), 0, rows.length);
            writeScores(writer, rows);
            writeSamples(writer, samples(samples), rows);
            writeBytes(writer, labels(labels), rows);
            writeBytes(writer, reversed(), rows);
            writer.finish();
        }
    }

    /** Rows of several files in one order, each file's own rows in theirs. */
    public interface Interleaving {
        /** Rows of all files. */
        int size();

        /** The file that the next row of the order is taken from. */
        int file(int index);

        /** Whether that row is written. */
        boolean kept(int index);

        /** How many are written. */
        int written();
    }

    /**
     * Writes the rows of all files in one order, as {@link #write} would; no column is in memory.
     *
     * @param header of the new table, and of every file
     */
    public void interleave(Path out, WindowHeader header, Interleaving order) throws IOException {
        List<TensorSpec> columns = WindowTable.columns(order.written());
        try (SafetensorsWriter writer = new SafetensorsWriter(out, WindowTable.metadata(header), columns)) {
            for (TensorSpec column : columns) {
                interleave(writer, column, order);
            }
            writer.finish();
        }
    }

    private void interleave(SafetensorsWriter writer, TensorSpec column, Interleaving order) throws IOException {
        ByteBuffer block = SafetensorsFile.buffer(column.byteLength());
        int width = perRow(column.name()) * column.type().bytes();
        TensorCursor[] cursors = new TensorCursor[files.size()];
        for (int file = 0; file < cursors.length; file++) {
            cursors[file] = cursor(file, column.name(), cursors.length);
        }
        for (int index = 0; index < order.size(); index++) {
            TensorCursor cursor = cursors[order.file(index)];
            if (!order.kept(index)) {
                cursor.skip(width);
                continue;
            }
            if (!block.hasRemaining()) {
                writer.write(block.flip());
                block.clear();
            }
            cursor.copy(width, block);
        }
        writer.write(block.flip());
    }

    private void writeIds(SafetensorsWriter writer, int[] rows) throws IOException {
        long[] ids = ids();
        for (int row : rows) {
            writer.writeLongs(ids, 2 * row, 2 * row + 2);
        }
    }

    private void writeScores(SafetensorsWriter writer, int[] rows) throws IOException {
        float[] scores = new float[size()];
        read("score", (block, at, n) -> block.asFloatBuffer().get(scores, at, n));
        for (int row : rows) {
            writer.writeFloats(scores, row, row + 1);
        }
    }

    private static void writeSamples(SafetensorsWriter writer, short[] samples, int[] rows) throws IOException {
        for (int row : rows) {
            writer.writeShorts(samples, row, row + 1);
        }
    }

    private static void writeBytes(SafetensorsWriter writer, byte[] column, int[] rows) throws IOException {
        byte[] chosen = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = column[rows[i]];
        }
        writer.writeBytes(chosen, 0, chosen.length);
    }

    /** Moves chosen rows to the column's front; rows that do not ascend need a copy. */
    private static long[] select(long[] column, int[] rows) {
        long[] target = ascends(rows) ? column : new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            target[i] = column[rows[i]];
        }
        return target;
    }

    private static int[] select(int[] column, int[] rows) {
        int[] target = ascends(rows) ? column : new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            target[i] = column[rows[i]];
        }
        return target;
    }

    private static boolean ascends(int[] rows) {
        for (int i = 1; i < rows.length; i++) {
            if (rows[i] < rows[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private byte[] bytes(String name) {
        byte[] column = new byte[size()];
        read(name, (block, at, n) -> block.get(column, at, n));
        return column;
    }

    private int[] ints(String name) {
        int[] column = new int[size()];
        read(name, (block, at, n) -> block.asIntBuffer().get(column, at, n));
        return column;
    }

    private long[] longs(String name, int perRow) {
        long[] column = new long[perRow * size()];
        read(name, (block, at, n) -> block.asLongBuffer().get(column, perRow * at, perRow * n));
        return column;
    }

    private static int perRow(String column) {
        return column.equals("id") ? 2 : 1;
    }

    /** Takes rows of a column, which lie in the block from its first byte on. */
    private interface Rows {
        void take(ByteBuffer block, int at, int rows);
    }

    private void read(String column, Rows target) {
        int[] next = {0};
        for (int file = 0; file < files.size(); file++) {
            RowChoice choice = choices.get(file);
            TensorInfo info = files.get(file).require(column);
            int perRow = perRow(column);
            int width = perRow * info.type().bytes();
            files.get(file).stream(info, (block, at, n) -> {
                int rows = choice.gather(block, at / perRow, n / perRow, width);
                target.take(block, next[0], rows);
                next[0] += rows;
            });
        }
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
