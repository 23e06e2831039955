package org.enhancerflow.genome;

import htsjdk.samtools.SAMException;
import htsjdk.samtools.reference.FastaSequenceIndex;
import htsjdk.samtools.reference.FastaSequenceIndexEntry;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.Json;

/**
 * A reference genome made by REFERENCE: plain FASTA beside its {@code .fai}, {@code .dict} and seal. Bases are read on
 * demand, never as a whole. Thread-safe; {@link #cursor()} gives each thread its own reader.
 */
public final class Reference implements AutoCloseable {
    /** Name of the FASTA file in a folder written by REFERENCE. */
    public static final String FILE_NAME = "genome.fa";

    private static final String REMEDY = "run REFERENCE on the FASTA file and pass the folder it writes";

    private final Path fasta;
    private final List<FastaLayout> layouts;
    private final List<Contig> contigs;
    private final Map<String, Integer> indices;
    private final String digest;
    private final FileChannel channel;

    private Reference(Path fasta, List<FastaLayout> layouts, String digest, FileChannel channel) {
        this.fasta = fasta;
        this.layouts = List.copyOf(layouts);
        this.contigs = layouts.stream()
                .map(layout -> new Contig(layout.name(), layout.length()))
                .toList();
        this.indices = new HashMap<>();
        for (Contig contig : contigs) {
            indices.put(contig.name(), indices.size());
        }
        this.digest = digest;
        this.channel = channel;
    }

    /**
     * Opens a reference.
     *
     * @param path the folder REFERENCE wrote, or the FASTA file in it
     * @throws BadInputException if index or seal are missing or damaged, or the FASTA was changed after they were made
     */
    public static Reference open(Path path) throws IOException {
        Path fasta = Files.isDirectory(path) ? path.resolve(FILE_NAME) : path;
        if (!Files.isRegularFile(fasta)) {
            throw new BadInputException(fasta, "there is no such FASTA file", REMEDY);
        }
        List<FastaLayout> layouts = readIndex(fasta, ReferenceFiles.index(fasta));
        ReferenceSeal seal = readSeal(fasta);
        FileChannel channel = FileChannel.open(fasta, StandardOpenOption.READ);
        Reference reference = new Reference(fasta, layouts, seal.digest(), channel);
        try {
            reference.checkUnchanged(seal);
            return reference;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Its sequence dictionary. */
    public Path dictionary() {
        return ReferenceFiles.dictionary(fasta);
    }

    /** The FASTA file, as the user named it. */
    public Path fasta() {
        return fasta;
    }

    /** Names and lengths, in the file's order; windows refer to them by index. */
    public List<Contig> contigs() {
        return contigs;
    }

    /** Index of the contig of exactly this name, or -1; see {@link ContigNaming} for names that differ in style. */
    public int indexOf(String name) {
        return indices.getOrDefault(name, -1);
    }

    /** SHA-256 of the lines {@code name<TAB>length<TAB>M5<LF>} in order: equal for equal sequences, whatever the line width. */
    public String digest() {
        return digest;
    }

    /** A reader of its own buffer, for one thread. */
    public ReferenceCursor cursor() {
        return new ReferenceCursor(this);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Reads upper-case bases that lie within a contig.
     *
     * @param raw scratch space, large enough for the bytes of these bases with their line feeds
     */
    void read(int contig, long start, int length, byte[] target, byte[] raw) throws IOException {
        readMixedCase(contig, start, length, target, raw);
        Bases.toUpperCase(target, 0, length);
    }

    /** Bases within a contig as the FASTA has them: soft-masked repeats in lower case. Reads the file at every call. */
    public byte[] mixedCase(int contig, long start, int length) throws IOException {
        byte[] bases = new byte[length];
        readMixedCase(contig, start, length, bases, new byte[rawBytes(length)]);
        return bases;
    }

    private void readMixedCase(int contig, long start, int length, byte[] target, byte[] raw) throws IOException {
        FastaLayout layout = layouts.get(contig);
        long from = layout.position(start);
        int bytes = (int) (layout.position(start + length - 1) + 1 - from);
        ByteBuffer lines = ByteBuffer.wrap(raw, 0, bytes);
        while (lines.hasRemaining()) {
            if (channel.read(lines, from + lines.position()) < 0) {
                throw new EOFException(fasta + " ended while it was read");
            }
        }
        int separator = layout.lineBytes() - layout.lineBases();
        int at = 0;
        int done = 0;
        int onLine = (int) Math.min(length, layout.lineBases() - start % layout.lineBases());
        while (done < length) {
            System.arraycopy(raw, at, target, done, onLine);
            done += onLine;
            at += onLine + separator;
            onLine = Math.min(layout.lineBases(), length - done);
        }
    }

    /** Bytes that {@code bases} bases of any contig take in the file at most. */
    int rawBytes(int bases) {
        long most = 0;
        for (FastaLayout layout : layouts) {
            most = Math.max(most, ((long) bases / layout.lineBases() + 2) * layout.lineBytes());
        }
        return Math.toIntExact(most);
    }

    private static List<FastaLayout> readIndex(Path fasta, Path index) {
        if (!Files.isRegularFile(index)) {
            throw new BadInputException(fasta, "its index " + index.getFileName() + " is missing", REMEDY);
        }
        List<FastaLayout> layouts = new ArrayList<>();
        try {
            for (FastaSequenceIndexEntry entry : new FastaSequenceIndex(index)) {
                layouts.add(new FastaLayout(
                        entry.getContig(),
                        entry.getSize(),
                        entry.getLocation(),
                        entry.getBasesPerLine(),
                        entry.getBytesPerLine()));
            }
        } catch (SAMException | NumberFormatException e) {
            throw new BadInputException(index, "is not a FASTA index (" + e.getMessage() + ")", REMEDY);
        }
        for (FastaLayout layout : layouts) {
            if (layout.length() <= 0 || layout.lineBases() <= 0 || layout.lineBytes() < layout.lineBases()) {
                throw new BadInputException(index, "its row for '" + layout.name() + "' makes no sense", REMEDY);
            }
        }
        return layouts;
    }

    private static ReferenceSeal readSeal(Path fasta) throws IOException {
        Path seal = ReferenceFiles.seal(fasta);
        if (!Files.isRegularFile(seal)) {
            throw new BadInputException(fasta, "its seal " + seal.getFileName() + " is missing", REMEDY);
        }
        return Json.read(seal, ReferenceSeal.class);
    }

    /**
     * Size and index always; the whole file only when it is newer than its seal. Copies do not keep time stamps, so a
     * newer file is not yet a changed one.
     */
    private void checkUnchanged(ReferenceSeal seal) throws IOException {
        long size = channel.size();
        long needed = layouts.stream().mapToLong(FastaLayout::end).max().orElse(0);
        boolean newer =
                Files.getLastModifiedTime(fasta).compareTo(Files.getLastModifiedTime(ReferenceFiles.seal(fasta))) > 0;
        if (size != seal.size()
                || needed > size
                || !headersInPlace()
                || (newer && !ReferenceSeal.fingerprint(fasta).equals(seal.fingerprint()))) {
            throw new BadInputException(
                    fasta, "was changed after its index was made", "run REFERENCE again and use the folder it writes");
        }
    }

    /** Each contig's bases must follow its header line directly. */
    private boolean headersInPlace() throws IOException {
        for (FastaLayout layout : layouts) {
            byte[] header = (">" + layout.name()).getBytes(StandardCharsets.UTF_8);
            int separator = layout.lineBytes() - layout.lineBases();
            long at = layout.offset() - separator - header.length;
            ByteBuffer found = ByteBuffer.allocate(header.length);
            if (at < 0
                    || channel.read(found, at) != header.length
                    || !ByteBuffer.wrap(header).equals(found.flip())) {
                return false;
            }
        }
        return true;
    }
}
