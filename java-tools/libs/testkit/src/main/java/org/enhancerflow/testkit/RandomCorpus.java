package org.enhancerflow.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.ReferenceWriter;

/**
 * A small reference with a corpus on it, the same for the same seed: random bases, the second contig soft-masked and with
 * runs of N, windows in order, every label and split in use, the last window reaching beyond its contig.
 *
 * @param fasta FASTA file of the reference, with index, dictionary and seal beside it
 * @param windows the corpus, with splits
 * @param file where the corpus was written
 */
public record RandomCorpus(Path fasta, WindowTable windows, Path file) {
    private static final List<String> LABELS = List.of("normal", "tumour");

    /**
     * Writes reference and corpus.
     *
     * @param folder where to
     * @param rows number of windows
     * @param windowSize length of each in bases
     */
    public static RandomCorpus write(Path folder, int rows, int windowSize, long seed) throws IOException {
        Random random = new Random(seed);
        int contigLength = Math.max(2 * windowSize, (rows * windowSize + 3) / 4);
        String first = bases(random, contigLength);
        StringBuilder second = new StringBuilder(bases(random, contigLength).toLowerCase(Locale.ROOT));
        for (int at = windowSize / 2; at + 7 < second.length(); at += 5 * windowSize) {
            second.replace(at, at + 7, "NNNNNNN");
        }
        Path fasta = folder.resolve("reference.fa");
        String digest;
        try (ReferenceWriter writer = new ReferenceWriter(fasta)) {
            writer.record("chr1", 1);
            writer.bases(first.getBytes(StandardCharsets.US_ASCII), 0, contigLength);
            writer.record("chr2", 2);
            writer.bases(second.toString().getBytes(StandardCharsets.US_ASCII), 0, contigLength);
            digest = writer.finish();
        }
        WindowHeader header = new WindowHeader(
                List.of(new Contig("chr1", contigLength), new Contig("chr2", contigLength)),
                LABELS,
                List.of("s1"),
                windowSize,
                digest);
        WindowTable windows = windows(header, rows, contigLength, random);
        Path file = folder.resolve("corpus.windows.safetensors");
        windows.write(file);
        return new RandomCorpus(fasta, windows, file);
    }

    private static WindowTable windows(WindowHeader header, int rows, int contigLength, Random random) {
        int windowSize = header.windowSize();
        WindowTable.Builder table = WindowTable.builder(header, rows);
        byte[] splits = new byte[rows];
        int half = (rows + 1) / 2;
        for (int row = 0; row < rows; row++) {
            int contig = row < half ? 0 : 1;
            long step = (long) (row % half) * (contigLength - windowSize) / Math.max(1, half - 1);
            long start = row == rows - 1 ? contigLength - windowSize / 2 : step;
            SequenceId id = new SequenceId(random.nextLong(), row);
            int label = random.nextInt(LABELS.size());
            table.add(contig, start, windowSize, start + windowSize / 2, label, 0, row + 1, 1f, id);
            splits[row] = (byte) (row % 5 < 3 ? 0 : row % 5 - 2);
        }
        return table.build().withSplit(splits);
    }

    private static String bases(Random random, int length) {
        StringBuilder bases = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bases.append("ACGT".charAt(random.nextInt(4)));
        }
        return bases.toString();
    }
}
