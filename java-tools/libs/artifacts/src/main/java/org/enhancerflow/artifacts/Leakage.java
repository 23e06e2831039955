package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code leakage.json}: how far a split's test windows are known from training, and what tells the classes apart for the
 * wrong reasons.
 *
 * @param strategy how the corpus was split
 * @param trainWindows windows of the training part
 * @param testWindows windows of the test part
 * @param overlappingTestWindows test windows that share a base of the reference with a training window
 * @param kmer bases of the k-mers that similarity is measured with
 * @param comparedTestWindows test windows whose similarity was measured: a seeded sample
 * @param similarity how similar their nearest training windows are
 * @param parts windows and GC content by part and class
 * @param samples windows by sample
 * @param gcRocAuc for each class ROC-AUC on the test part of GC content alone as a score for it: 0.5 tells nothing
 * @param warnings what to know before believing a metric, one sentence each
 */
public record Leakage(
        String strategy,
        long trainWindows,
        long testWindows,
        long overlappingTestWindows,
        int kmer,
        long comparedTestWindows,
        List<Bin> similarity,
        List<Part> parts,
        List<Sample> samples,
        List<GcRocAuc> gcRocAuc,
        List<String> warnings) {
    public Leakage {
        similarity = List.copyOf(similarity);
        parts = List.copyOf(parts);
        samples = List.copyOf(samples);
        gcRocAuc = List.copyOf(gcRocAuc);
        warnings = List.copyOf(warnings);
    }

    /**
     * Test windows of which the training window that shares most has a share of the k-mers in {@code [low, high)}; the last
     * bin holds 1, too.
     */
    public record Bin(double low, double high, long windows) {}

    /** Windows of one class in one part; mean and standard deviation of their share of G and C. */
    public record Part(String split, String label, long windows, double gcMean, double gcDeviation) {}

    /** Windows of one sample in each part. */
    public record Sample(String sample, long train, long validation, long test) {}

    /** GC content as a score for one class. */
    public record GcRocAuc(String label, double rocAuc) {}

    /** Reads the file. */
    public static Leakage read(Path file) throws IOException {
        return Json.read(file, Leakage.class);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
