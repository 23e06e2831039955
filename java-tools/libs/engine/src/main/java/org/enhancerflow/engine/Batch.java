package org.enhancerflow.engine;

import java.util.Arrays;

/** Rows that run through a model together. */
public final class Batch {

    private final long[] ids;
    private final int[] lengths;
    private final int length;
    private final long[] labels;
    private final boolean paired;

    /**
     * Takes the arrays as they are; the caller leaves them alone from now on.
     *
     * @param ids token ids [rows × length], row-major, padded at the end of a row
     * @param lengths tokens of each row, at most length
     * @param length tokens of the longest row
     * @param labels class of each row
     */
    public Batch(long[] ids, int[] lengths, int length, long[] labels) {
        this(ids, lengths, length, labels, false);
    }

    /**
     * The same, perhaps of pairs.
     *
     * @param paired whether the second half of the rows are the reverse complements of the first, in the same order
     */
    public Batch(long[] ids, int[] lengths, int length, long[] labels, boolean paired) {
        if (ids.length != (long) lengths.length * length || labels.length != lengths.length) {
            throw new IllegalArgumentException(ids.length + " ids and " + labels.length + " labels do not make "
                    + lengths.length + " rows of " + length);
        }
        this.ids = ids;
        this.lengths = lengths;
        this.length = length;
        this.labels = labels;
        this.paired = paired;
    }

    /** Whether the second half of the rows are the reverse complements of the first. */
    public boolean paired() {
        return paired;
    }

    /** Number of rows. */
    public int rows() {
        return lengths.length;
    }

    /** Tokens of the longest row. */
    public int length() {
        return length;
    }

    /** Whether any row is shorter than the longest. */
    public boolean padded() {
        return Arrays.stream(lengths).anyMatch(own -> own != length);
    }

    /** Tokens of all rows, without padding. */
    public long tokens() {
        return Arrays.stream(lengths).asLongStream().sum();
    }

    /** Floating-point operations of a model's training on the rows, padding not counted. */
    public double trainingOperations(Architecture model) {
        return Arrays.stream(lengths).mapToDouble(model::trainingOperations).sum();
    }

    int rowLength(int row) {
        return lengths[row];
    }

    long[] ids() {
        return ids;
    }

    long[] labels() {
        return labels;
    }

    /** 1 for a token, 0 for padding [rows × length]; empty when nothing is padded. */
    float[] mask() {
        if (!padded()) {
            return new float[0];
        }
        float[] mask = new float[rows() * length];
        for (int row = 0; row < rows(); row++) {
            Arrays.fill(mask, row * length, row * length + lengths[row], 1f);
        }
        return mask;
    }
}
