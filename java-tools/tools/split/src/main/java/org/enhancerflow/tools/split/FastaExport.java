package org.enhancerflow.tools.split;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.WindowSequences;

/** The corpus as plain FASTA, one line a sequence, for use elsewhere. */
final class FastaExport {
    private static final int BUFFER = 1 << 16;

    private FastaExport() {}

    /** Headers are {@code >contig:start-end label=... split=... sample=...}, 0-based and half-open, unclipped. */
    static void write(WindowTable corpus, WindowSequences sequences, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            sequences.forEach((row, buffer, offset, length) -> {
                String header = ">" + corpus.contigName(row) + ":" + corpus.start(row) + "-" + corpus.end(row)
                        + " label="
                        + corpus.labelName(row) + " split=" + corpus.split(row).label() + " sample="
                        + corpus.sampleName(row) + "\n";
                out.write(header.getBytes(StandardCharsets.UTF_8));
                out.write(buffer, offset, length);
                out.write('\n');
            });
        }
    }
}
