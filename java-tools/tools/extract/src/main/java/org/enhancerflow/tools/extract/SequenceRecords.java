package org.enhancerflow.tools.extract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.genome.Bases;
import org.enhancerflow.genome.FastaReader;
import org.enhancerflow.genome.InputFile;
import org.enhancerflow.genome.ReferenceWriter;
import org.enhancerflow.genome.TextLines;
import org.enhancerflow.kit.UsageException;

/**
 * Reads sequences from FASTA, CSV and TSV into a reference, remembering each one's label, file and line. With several
 * files a contig's name is {@code sample|record}, else the record's own; records of tables are named by their line.
 */
final class SequenceRecords {
    private final boolean prefixed;
    private final List<String> labels = new ArrayList<>();
    private final List<Integer> sourceOf = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();

    SequenceRecords(boolean prefixed) {
        this.prefixed = prefixed;
    }

    int size() {
        return labels.size();
    }

    /** Labels, one per record. */
    List<String> labels() {
        return Collections.unmodifiableList(labels);
    }

    /** Index of the file a record came from. */
    int source(int record) {
        return sourceOf.get(record);
    }

    /** 1-based line of a record in its file. */
    int line(int record) {
        return lines.get(record);
    }

    void read(
            Source source, int sourceIndex, Optional<String> labelColumn, String sequenceColumn, ReferenceWriter writer)
            throws IOException {
        if (isFasta(source.file())) {
            if (labelColumn.isPresent()) {
                throw new UsageException("--label-column goes with CSV and TSV; " + source.file() + " is FASTA");
            }
            readFasta(source, sourceIndex, writer);
        } else {
            readTable(source, sourceIndex, labelColumn, sequenceColumn, writer);
        }
    }

    private static boolean isFasta(Path file) throws IOException {
        try (var in = InputFile.open(file)) {
            return in.read() == '>';
        }
    }

    private void readFasta(Source source, int sourceIndex, ReferenceWriter writer) throws IOException {
        FastaReader.read(source.file(), new FastaReader.Handler() {
            @Override
            public void record(String name, long line) throws IOException {
                writer.record(contig(source, name), line);
                add(source.label(), sourceIndex, line);
            }

            @Override
            public void bases(byte[] buffer, int offset, int length) throws IOException {
                writer.bases(buffer, offset, length);
            }
        });
    }

    private void readTable(
            Source source, int sourceIndex, Optional<String> labelColumn, String sequenceColumn, ReferenceWriter writer)
            throws IOException {
        try (TextLines lines = TextLines.open(source.file())) {
            if (!lines.next()) {
                throw new BadInputException(source.file(), "is empty", "give FASTA, or a table with a header line");
            }
            char separator = lines.text().indexOf('\t') >= 0 ? '\t' : ',';
            List<String> header = DelimitedLine.split(lines.text(), separator, lines);
            requireDistinct(header, lines);
            int sequenceAt = column(header, sequenceColumn, lines);
            int labelAt = labelColumn.isPresent() ? column(header, labelColumn.get(), lines) : -1;
            int before = size();
            while (lines.next()) {
                if (lines.isBlank()) {
                    continue;
                }
                List<String> fields = DelimitedLine.split(lines.text(), separator, lines);
                if (fields.size() != header.size()) {
                    throw lines.error(
                            "has " + fields.size() + " columns, the header " + header.size(), "repair the line");
                }
                String label = labelAt < 0 ? source.label() : label(fields.get(labelAt), lines);
                byte[] bases = bases(fields.get(sequenceAt), lines);
                writer.record(contig(source, "line" + lines.number()), lines.number());
                writer.bases(bases, 0, bases.length);
                add(label, sourceIndex, lines.number());
            }
            if (size() == before) {
                throw new BadInputException(source.file(), "holds a header but no sequence", "check the file");
            }
        }
    }

    private String contig(Source source, String record) {
        return prefixed ? source.sample() + '|' + record : record;
    }

    private void add(String label, int sourceIndex, long line) {
        labels.add(label);
        sourceOf.add(sourceIndex);
        lines.add(Math.toIntExact(line));
    }

    private static void requireDistinct(List<String> header, TextLines lines) {
        Set<String> seen = new HashSet<>();
        for (String name : header) {
            if (!seen.add(name)) {
                throw lines.error("the header names '" + name + "' twice", "give every column its own name");
            }
        }
    }

    private static int column(List<String> header, String name, TextLines lines) {
        int at = header.indexOf(name);
        if (at < 0) {
            throw lines.error(
                    "there is no column '" + name + "' among " + String.join(", ", header),
                    "name the columns with --sequence-column and --label-column");
        }
        return at;
    }

    private static String label(String text, TextLines lines) {
        if (!Source.isName(text)) {
            throw lines.error(
                    "'" + text + "' is no label", "use letters, digits, '.', '_' and '-' only in the label column");
        }
        return text;
    }

    private static byte[] bases(String text, TextLines lines) {
        byte[] bases = text.getBytes(StandardCharsets.UTF_8);
        if (bases.length == 0) {
            throw lines.error("the sequence is empty", "leave the line out");
        }
        for (int i = 0; i < bases.length; i++) {
            if (!Bases.isBase(bases[i])) {
                throw lines.error(
                        "base " + (i + 1) + " of the sequence is no IUPAC base",
                        "use the letters ACGTRYKMBVDHSWN only");
            }
        }
        return bases;
    }
}
