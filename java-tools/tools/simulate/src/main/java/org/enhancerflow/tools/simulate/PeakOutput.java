package org.enhancerflow.tools.simulate;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The samples' narrowPeak files: 10 columns, the summit as a 0-based offset from the peak's start in column 10. */
final class PeakOutput implements Closeable {
    private static final int SHORTEST_ARM = 60;
    private static final int LONGEST_ARM = 500;

    private final List<Writer> writers = new ArrayList<>();
    private final long[] lines = new long[Dataset.samples()];

    PeakOutput(Path folder) throws IOException {
        try {
            for (int sample = 0; sample < Dataset.samples(); sample++) {
                writers.add(Files.newBufferedWriter(folder.resolve(fileName(sample)), StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    static String fileName(int sample) {
        return Dataset.sampleName(sample) + ".narrowPeak";
    }

    /** Lines written for a sample so far. */
    long lines(int sample) {
        return lines[sample];
    }

    /**
     * Writes one peak around its summit, with made-up extent and signal.
     *
     * @param summit 0-based in the contig, which has {@code length} bases
     */
    void peak(int sample, String contig, long length, long summit, Randomness random) throws IOException {
        long start = Math.max(0, summit - random.between(SHORTEST_ARM, LONGEST_ARM));
        long end = Math.min(length, summit + 1 + random.between(SHORTEST_ARM, LONGEST_ARM));
        // The smaller of two uniform numbers: weak peaks are common, strong ones rare.
        int signal = 200 + Math.min(random.below(6000), random.below(6000));
        StringBuilder line = new StringBuilder(96);
        line.append(contig).append('\t').append(start).append('\t').append(end).append('\t');
        line.append(Dataset.sampleName(sample))
                .append('_')
                .append(++lines[sample])
                .append('\t');
        line.append(Math.min(1000, signal / 6)).append("\t.\t");
        hundredths(line, signal).append('\t');
        hundredths(line, signal + signal / 3).append('\t');
        hundredths(line, signal - signal / 10).append('\t').append(summit - start);
        writers.get(sample).append(line).append('\n');
    }

    private static StringBuilder hundredths(StringBuilder line, int value) {
        line.append(value / 100).append('.');
        return line.append((char) ('0' + value / 10 % 10)).append((char) ('0' + value % 10));
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Writer writer : writers) {
            try {
                writer.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
