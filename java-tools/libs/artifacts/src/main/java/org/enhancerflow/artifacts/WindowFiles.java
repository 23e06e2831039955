package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Several windows tables as one, a column at a time: for work on more rows than fit into memory whole. Rows are numbered
 * from 0 through the files in their order; labels and samples are numbered as each file's own header does.
 */
public final class WindowFiles implements AutoCloseable {
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final List<WindowHeader> headers = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();

    private WindowFiles() {}

    /**
     * Opens and checks tables.
     *
     * @throws BadInputException as {@link WindowTable#read}, or if there are more rows than an array can hold twice
     */
    public static WindowFiles open(List<Path> paths) throws IOException {
        WindowFiles opened = new WindowFiles();
        try {
            for (Path path : paths) {
                opened.add(path);
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void add(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        files.add(file);
        WindowHeader header = WindowTable.header(path, file);
        headers.add(header);
        long rows = WindowTable.rows(file);
        if (rows + size() > Integer.MAX_VALUE / 2 - 8) {
            throw new BadInputException(path, "brings the corpus to more than 2^30 windows", "use fewer windows");
        }
        sizes.add((int) rows);
        checkRange(path, file.readInts("contig"), 0, header.contigs().size());
        checkRange(path, file.readInts("length"), 1, Integer.MAX_VALUE);
        checkNumbers(path, file, header);
    }

    private static void checkRange(Path path, int[] column, int least, int below) {
        for (int row = 0; row < column.length; row++) {
            if (column[row] < least || column[row] >= below) {
                throw damaged(path, row);
            }
        }
    }

    private static void checkNumbers(Path path, SafetensorsFile file, WindowHeader header) {
        byte[] labels = file.readBytes("label");
        short[] samples = file.readShorts("sample");
        for (int row = 0; row < labels.length; row++) {
            if ((labels[row] & 0xFF) >= header.labels().size()
                    || (samples[row] & 0xFFFF) >= header.samples().size()) {
                throw damaged(path, row);
            }
        }
    }

    private static BadInputException damaged(Path path, int row) {
        return new BadInputException(
                path, "row " + row + " refers to a contig, label or sample that is not there", "run EXTRACT again");
    }

    /** What each file's columns refer to. */
    public List<WindowHeader> headers() {
        return List.copyOf(headers);
    }

    /** Rows of all files. */
    public int size() {
        return sizes.stream().mapToInt(Integer::intValue).sum();
    }

    /** Rows of one file. */
    public int size(int file) {
        return sizes.get(file);
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
        int row = 0;
        for (int file = 0; file < files.size(); file++) {
            for (short sample : files.get(file).readShorts("sample")) {
                samples[row++] = (short) numbers[file][sample & 0xFFFF];
            }
        }
        return samples;
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
        try (SafetensorsWriter writer =
                new SafetensorsWriter(out, WindowTable.metadata(header), WindowTable.columns(rows.length))) {
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

    private void writeIds(SafetensorsWriter writer, int[] rows) throws IOException {
        long[] ids = ids();
        for (int row : rows) {
            writer.writeLongs(ids, 2 * row, 2 * row + 2);
        }
    }

    private void writeScores(SafetensorsWriter writer, int[] rows) throws IOException {
        float[] scores = new float[size()];
        int at = 0;
        for (SafetensorsFile file : files) {
            float[] part = file.readFloats("score");
            System.arraycopy(part, 0, scores, at, part.length);
            at += part.length;
        }
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
        if (files.size() == 1) {
            return files.get(0).readBytes(name);
        }
        byte[] column = new byte[size()];
        int at = 0;
        for (SafetensorsFile file : files) {
            byte[] part = file.readBytes(name);
            System.arraycopy(part, 0, column, at, part.length);
            at += part.length;
        }
        return column;
    }

    private int[] ints(String name) {
        if (files.size() == 1) {
            return files.get(0).readInts(name);
        }
        int[] column = new int[size()];
        int at = 0;
        for (SafetensorsFile file : files) {
            int[] part = file.readInts(name);
            System.arraycopy(part, 0, column, at, part.length);
            at += part.length;
        }
        return column;
    }

    private long[] longs(String name, int perRow) {
        if (files.size() == 1) {
            return files.get(0).readLongs(name);
        }
        long[] column = new long[perRow * size()];
        int at = 0;
        for (SafetensorsFile file : files) {
            long[] part = file.readLongs(name);
            System.arraycopy(part, 0, column, at, part.length);
            at += part.length;
        }
        return column;
    }

    @Override
    public void close() throws IOException {
        for (SafetensorsFile file : files) {
            file.close();
        }
    }
}
