package org.enhancerflow.tools.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** FASTA with lines of 60 bases, written in pieces of any length. */
final class FastaOutput {
    private static final int LINE = 60;

    private final OutputStream out;
    private int column;

    FastaOutput(OutputStream out) {
        this.out = out;
    }

    /** Begins a record. */
    void contig(String name) throws IOException {
        endLine();
        out.write(('>' + name + '\n').getBytes(StandardCharsets.US_ASCII));
    }

    /** Adds bases to the record. */
    void bases(byte[] letters) throws IOException {
        for (int at = 0; at < letters.length; ) {
            int n = Math.min(LINE - column, letters.length - at);
            out.write(letters, at, n);
            at += n;
            column += n;
            if (column == LINE) {
                endLine();
            }
        }
    }

    /** Ends the last line. */
    void endLine() throws IOException {
        if (column > 0) {
            out.write('\n');
            column = 0;
        }
    }
}
