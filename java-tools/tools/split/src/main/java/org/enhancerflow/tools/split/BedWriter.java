package org.enhancerflow.tools.split;

import htsjdk.tribble.Feature;
import htsjdk.tribble.index.tabix.TabixFormat;
import htsjdk.tribble.index.tabix.TabixIndexCreator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.RowOrder;

/**
 * The corpus as BED for people and other tools: BGZF, tabix index beside it. Columns: BED6 (name is
 * {@code sample:line}), then label, sample, summit (0-based), pad_left, pad_right (bases outside the contig), id, split.
 */
final class BedWriter {
    /** Pairs of lines that the code is made for. */
    private static final int SAMPLED = 1024;

    private static final String HEADER = "#chrom\tchromStart\tchromEnd\tname\tscore\tstrand\tlabel\tsample\tsummit"
            + "\tpad_left\tpad_right\tid\tsplit\n";

    private BedWriter() {}

    /** Writes a split corpus and its index, both in reference order. */
    static void write(WindowTable corpus, Path bed, Path index) throws IOException {
        int[] order = RowOrder.of(corpus);
        TabixIndexCreator creator = new TabixIndexCreator(TabixFormat.BED);
        BedLine line = new BedLine(corpus);
        byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
        try (OutputStream file = Files.newOutputStream(bed);
                BgzfLines out = new BgzfLines(file, code(corpus, order))) {
            out.line(header, header.length);
            out.literals(header, 0, header.length);
            boolean afterHeader = true;
            for (int row : order) {
                Place place = Place.of(corpus, row);
                line.set(row, place.start(), place.end());
                boolean follows = out.line(line.bytes(), line.length());
                creator.addFeature(place, out.pointer(line.length()));
                line.tokens(follows && !afterHeader, out);
                afterHeader = false;
            }
            creator.finalizeIndex(out.flush()).write(index);
        }
    }

    private static DeflateCode code(WindowTable corpus, int[] order) {
        DeflateCode.Counter counter = new DeflateCode.Counter();
        BedLine line = new BedLine(corpus);
        for (int i = 0; i < SAMPLED; i++) {
            int first = (int) ((long) order.length * i / SAMPLED);
            for (int at = first; at < Math.min(order.length, first + 2); at++) {
                Place place = Place.of(corpus, order[at]);
                line.set(order[at], place.start(), place.end());
                if (at > first) {
                    line.tokens(true, counter);
                }
            }
        }
        return counter.code();
    }

    /** The part of a window that lies on its contig, 0-based and half-open. */
    private record Place(String contig, int start, int end) implements Feature {
        static Place of(WindowTable corpus, int row) {
            long contigLength =
                    corpus.header().contigs().get(corpus.contig(row)).length();
            return new Place(
                    corpus.contigName(row),
                    Math.toIntExact(Math.max(0, corpus.start(row))),
                    Math.toIntExact(Math.min(contigLength, corpus.end(row))));
        }

        @Override
        public String getContig() {
            return contig;
        }

        /** 1-based, as htsjdk counts. */
        @Override
        public int getStart() {
            return start + 1;
        }

        @Override
        public int getEnd() {
            return end;
        }
    }
}
