package org.enhancerflow.tools.extract;

import java.util.Arrays;

/** Places that may become windows, as growing columns of primitives: 24 bytes a peak. Not thread-safe. */
final class Candidates {
    private int size;
    private int[] contig = new int[1024];
    private long[] summit = new long[1024];
    private int[] source = new int[1024];
    private int[] peak = new int[1024];
    private float[] score = new float[1024];

    void add(int contigIndex, long summitBase, int sourceIndex, int peakLine, float peakScore) {
        if (size == contig.length) {
            int capacity = Math.addExact(size, size >> 1);
            contig = Arrays.copyOf(contig, capacity);
            summit = Arrays.copyOf(summit, capacity);
            source = Arrays.copyOf(source, capacity);
            peak = Arrays.copyOf(peak, capacity);
            score = Arrays.copyOf(score, capacity);
        }
        contig[size] = contigIndex;
        summit[size] = summitBase;
        source[size] = sourceIndex;
        peak[size] = peakLine;
        score[size] = peakScore;
        size++;
    }

    /** Forgets the candidates added last, so that {@code newSize} remain. */
    void truncate(int newSize) {
        size = newSize;
    }

    int size() {
        return size;
    }

    int contig(int i) {
        return contig[i];
    }

    long summit(int i) {
        return summit[i];
    }

    int source(int i) {
        return source[i];
    }

    int peak(int i) {
        return peak[i];
    }

    float score(int i) {
        return score[i];
    }
}
