package org.enhancerflow.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.enhancerflow.genome.Bases;
import org.enhancerflow.genome.FastaReader;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.ReferenceWriter;

/** A small genome of random soft-masked bases, with places of one's own; the same seed gives the same genome. */
public final class GenomeBuilder {
    private static final int LINE = 50;

    private final Random random;
    private final Map<String, byte[]> contigs = new LinkedHashMap<>();

    private GenomeBuilder(long seed) {
        this.random = new Random(seed);
    }

    /** An empty genome. */
    public static GenomeBuilder seeded(long seed) {
        return new GenomeBuilder(seed);
    }

    /** Adds a contig of random bases, in stretches of upper and lower case. */
    public GenomeBuilder contig(String name, int length) {
        byte[] bases = new byte[length];
        int mask = 0;
        for (int i = 0; i < length; i++) {
            if (random.nextInt(100) == 0) {
                mask ^= 0x20;
            }
            bases[i] = (byte) ("ACGT".charAt(random.nextInt(4)) | mask);
        }
        contigs.put(name, bases);
        return this;
    }

    /** Writes bases over a contig from a 0-based place on. */
    public GenomeBuilder set(String contig, int at, String bases) {
        byte[] written = bases.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(written, 0, of(contig), at, written.length);
        return this;
    }

    /** Copies a stretch to another place, as it is or as its reverse complement. */
    public GenomeBuilder copy(String from, int start, int length, String to, int at, boolean inverted) {
        byte[] stretch = Arrays.copyOfRange(of(from), start, start + length);
        System.arraycopy(inverted ? Bases.reverseComplement(stretch) : stretch, 0, of(to), at, length);
        return this;
    }

    /** The bases of {@code [start, start + length)} in upper case, N outside the contig: the naive way. */
    public String bases(String contig, int start, int length) {
        StringBuilder bases = new StringBuilder(length);
        byte[] all = of(contig);
        for (int i = start; i < start + length; i++) {
            bases.append(i >= 0 && i < all.length ? Character.toUpperCase((char) all[i]) : 'N');
        }
        return bases.toString();
    }

    /** Writes plain FASTA. */
    public Path writeFasta(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        contigs.forEach((name, bases) -> {
            text.append('>').append(name).append('\n');
            for (int i = 0; i < bases.length; i += LINE) {
                text.append(new String(bases, i, Math.min(LINE, bases.length - i), StandardCharsets.US_ASCII))
                        .append('\n');
            }
        });
        return Files.writeString(file, text);
    }

    /** Writes the genome as REFERENCE does, into a new folder, and returns that. */
    public Path writeReference(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path source = writeFasta(folder.resolveSibling(folder.getFileName() + ".source.fa"));
        try (ReferenceWriter writer = new ReferenceWriter(folder.resolve(Reference.FILE_NAME))) {
            FastaReader.read(source, writer);
            writer.finish();
        }
        return folder;
    }

    private byte[] of(String contig) {
        byte[] bases = contigs.get(contig);
        if (bases == null) {
            throw new IllegalArgumentException("no contig " + contig);
        }
        return bases;
    }
}
