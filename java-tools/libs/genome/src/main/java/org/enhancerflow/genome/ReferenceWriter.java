package org.enhancerflow.genome;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.Hashing;
import htsjdk.samtools.SAMSequenceDictionary;
import htsjdk.samtools.SAMSequenceDictionaryCodec;
import htsjdk.samtools.SAMSequenceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.Json;

/**
 * Writes a reference as {@link Reference} opens it, in one pass: FASTA of {@value #LINE_BASES} bases a line (case kept),
 * {@code .fai}, {@code .dict} with M5 (the MD5 of the upper-case sequence, SAM specification 1.3.2), and seal.
 */
public final class ReferenceWriter implements FastaReader.Handler, AutoCloseable {
    /** Bases on each line of the FASTA file. */
    public static final int LINE_BASES = 60;

    private static final int BUFFER = 1 << 16;

    private final Path fasta;
    private final OutputStream out;
    private final HashStream128 fingerprint = Hashing.xxh3_128().hashStream();
    private final MessageDigest md5 = md5();
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] upper = new byte[BUFFER];
    private final List<FastaLayout> layouts = new ArrayList<>();
    private final List<String> m5s = new ArrayList<>();
    private int buffered;
    private long written;
    private String name = "";
    private long offset;
    private long length;
    private int column;
    private boolean inRecord;
    private boolean finished;

    /** Starts a reference whose FASTA file is {@code fasta}; the others are written beside it. */
    public ReferenceWriter(Path fasta) throws IOException {
        this.fasta = fasta;
        this.out = Files.newOutputStream(fasta);
    }

    @Override
    public void record(String contig, long line) throws IOException {
        endRecord();
        byte[] header = ('>' + contig + '\n').getBytes(StandardCharsets.UTF_8);
        write(header, 0, header.length);
        name = contig;
        offset = written + buffered;
        length = 0;
        column = 0;
        inRecord = true;
    }

    @Override
    public void bases(byte[] bases, int from, int count) throws IOException {
        digest(bases, from, count);
        length += count;
        int at = from;
        int end = from + count;
        while (at < end) {
            if (column == LINE_BASES) {
                writeLineFeed();
            }
            int n = Math.min(end - at, LINE_BASES - column);
            write(bases, at, n);
            column += n;
            at += n;
        }
    }

    /**
     * Ends the FASTA file and writes index, dictionary and seal.
     *
     * @return the reference's digest, see {@link Reference#digest()}
     */
    public String finish() throws IOException {
        endRecord();
        flush();
        out.close();
        finished = true;
        StringBuilder fai = new StringBuilder();
        layouts.forEach(layout -> fai.append(layout.toFaiLine()));
        Files.writeString(ReferenceFiles.index(fasta), fai);
        writeDictionary();
        String digest = digest();
        Json.write(ReferenceFiles.seal(fasta), new ReferenceSeal(digest, written, ReferenceSeal.hex(fingerprint)));
        return digest;
    }

    /** Sequences written so far, the current one not counted. */
    public int contigs() {
        return layouts.size();
    }

    /** Bases of the sequences written so far. */
    public long totalBases() {
        return layouts.stream().mapToLong(FastaLayout::length).sum();
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            out.close();
        }
    }

    private void endRecord() throws IOException {
        if (!inRecord) {
            return;
        }
        writeLineFeed();
        layouts.add(new FastaLayout(name, length, offset, LINE_BASES, LINE_BASES + 1));
        m5s.add(HexFormat.of().formatHex(md5.digest()));
        inRecord = false;
    }

    private void digest(byte[] bases, int from, int count) {
        for (int at = from; at < from + count; at += BUFFER) {
            int n = Math.min(BUFFER, from + count - at);
            System.arraycopy(bases, at, upper, 0, n);
            Bases.toUpperCase(upper, 0, n);
            md5.update(upper, 0, n);
        }
    }

    private void writeDictionary() throws IOException {
        List<SAMSequenceRecord> records = new ArrayList<>();
        for (int i = 0; i < layouts.size(); i++) {
            FastaLayout layout = layouts.get(i);
            records.add(new SAMSequenceRecord(layout.name(), (int) layout.length()).setMd5(m5s.get(i)));
        }
        try (Writer writer = Files.newBufferedWriter(ReferenceFiles.dictionary(fasta))) {
            new SAMSequenceDictionaryCodec(writer).encode(new SAMSequenceDictionary(records));
        }
    }

    private String digest() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < layouts.size(); i++) {
            FastaLayout layout = layouts.get(i);
            lines.append(layout.name()).append('\t').append(layout.length()).append('\t');
            lines.append(m5s.get(i)).append('\n');
        }
        return Digest.ofText(lines.toString());
    }

    private void writeLineFeed() throws IOException {
        if (buffered == BUFFER) {
            flush();
        }
        buffer[buffered++] = '\n';
        column = 0;
    }

    private void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        int end = from + count;
        while (at < end) {
            if (buffered == BUFFER) {
                flush();
            }
            int n = Math.min(end - at, BUFFER - buffered);
            System.arraycopy(bytes, at, buffer, buffered, n);
            buffered += n;
            at += n;
        }
    }

    private void flush() throws IOException {
        out.write(buffer, 0, buffered);
        fingerprint.putBytes(buffer, 0, buffered);
        written += buffered;
        buffered = 0;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
