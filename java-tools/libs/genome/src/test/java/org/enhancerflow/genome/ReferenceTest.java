package org.enhancerflow.genome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import htsjdk.samtools.SAMSequenceRecord;
import htsjdk.samtools.reference.ReferenceSequenceFile;
import htsjdk.samtools.reference.ReferenceSequenceFileFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {
    @TempDir
    Path folder;

    @Test
    void basesAreUpperCaseAndPaddedOutsideTheContig() throws IOException {
        TestFiles.reference(folder, ">a first\nacgtn\nACGTR\n>b\nTTTT\n");
        try (Reference reference = Reference.open(folder)) {
            assertThat(reference.contigs()).containsExactly(new Contig("a", 10), new Contig("b", 4));
            ReferenceCursor cursor = reference.cursor();
            assertThat(text(cursor.bases(0, 0, 10))).isEqualTo("ACGTNACGTR");
            assertThat(text(cursor.bases(0, -3, 5))).isEqualTo("NNNAC");
            assertThat(text(cursor.bases(1, 2, 5))).isEqualTo("TTNNN");
            assertThat(text(cursor.bases(1, -1, 6))).isEqualTo("NTTTTN");
            assertThat(text(cursor.bases(1, 40, 3))).isEqualTo("NNN");
            assertThat(text(cursor.bases(1, -40, 3))).isEqualTo("NNN");
            assertThat(reference.indexOf("b")).isEqualTo(1);
            assertThat(reference.indexOf("c")).isEqualTo(-1);
        }
    }

    @Test
    void everyPlaceEqualsWhatHtsjdkReads() throws IOException {
        Random random = new Random(7);
        String fasta = ">one\n" + randomBases(random, 700_123) + "\n>two\n" + randomBases(random, 60) + "\n>three\n"
                + randomBases(random, 300_001) + "\n";
        TestFiles.reference(folder, fasta);
        try (Reference reference = Reference.open(folder.resolve("genome.fa"));
                ReferenceSequenceFile htsjdk =
                        ReferenceSequenceFileFactory.getReferenceSequenceFile(folder.resolve("genome.fa"))) {
            ReferenceCursor cursor = reference.cursor();
            for (int i = 0; i < 2_000; i++) {
                int contig = random.nextInt(3);
                Contig place = reference.contigs().get(contig);
                int start = random.nextInt((int) place.length());
                int length = 1 + random.nextInt((int) Math.min(2_000, place.length() - start));
                String expected = htsjdk.getSubsequenceAt(place.name(), start + 1, start + length)
                        .getBaseString();
                assertThat(text(cursor.bases(contig, start, length)))
                        .isEqualTo(expected.toUpperCase(java.util.Locale.ROOT));
            }
        }
    }

    @Test
    void dictionaryHoldsTheMd5OfTheUpperCaseSequence() throws IOException {
        TestFiles.reference(folder, ">a\nacgt\n");
        try (ReferenceSequenceFile htsjdk =
                ReferenceSequenceFileFactory.getReferenceSequenceFile(folder.resolve("genome.fa"))) {
            SAMSequenceRecord record = htsjdk.getSequenceDictionary().getSequence("a");
            assertThat(record.getMd5()).isEqualTo("f1f8f4bf413b16ad135722aa4591043e");
            assertThat(record.getSequenceLength()).isEqualTo(4);
        }
    }

    @Test
    void digestDependsOnSequencesAloneNotOnLinesOrCase() throws IOException {
        TestFiles.reference(folder.resolve("x"), ">a\nacgt\nacgt\n>b\nNN\n");
        TestFiles.reference(folder.resolve("y"), ">a something\r\nACG\r\nTACGT\r\n\r\n>b\r\nnn");
        TestFiles.reference(folder.resolve("z"), ">b\nNN\n>a\nacgtacgt\n");
        assertThat(digest("x")).isEqualTo(digest("y")).isNotEqualTo(digest("z"));
    }

    @Test
    void equalInputGivesEqualFiles() throws IOException {
        String fasta = ">a\n" + "acgtNNN".repeat(30_000) + "\n>b\nGG\n";
        TestFiles.reference(folder.resolve("x"), fasta);
        TestFiles.reference(folder.resolve("y"), fasta);
        for (String name : List.of("genome.fa", "genome.fa.fai", "genome.dict", "genome.fa.seal.json")) {
            assertThat(folder.resolve("x").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("y").resolve(name));
        }
    }

    @Test
    void fastaChangedUnderItsIndexIsRefused() throws IOException {
        TestFiles.reference(folder, ">a\nACGT\n");
        Path fasta = folder.resolve("genome.fa");
        Files.writeString(fasta, ">a\nACGA\n");
        Files.setLastModifiedTime(fasta, FileTime.from(Instant.now().plusSeconds(60)));
        assertThatThrownBy(() -> Reference.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("was changed after its index was made");
        Files.writeString(fasta, ">a\nACGTACGT\n");
        assertThatThrownBy(() -> Reference.open(folder)).hasMessageContaining("was changed");
    }

    @Test
    void copyWithNewTimeStampsIsAccepted() throws IOException {
        TestFiles.reference(folder, ">a\nACGT\n");
        Files.setLastModifiedTime(
                folder.resolve("genome.fa"), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(digest(".")).hasSize(64);
    }

    @Test
    void indexOfAnotherReferenceIsRefused() throws IOException {
        TestFiles.reference(folder, ">a\nACGT\n>b\nAC\n");
        TestFiles.write(folder.resolve("genome.fa.fai"), "a\t4\t3\t60\t61\nc\t2\t11\t60\t61\n");
        assertThatThrownBy(() -> Reference.open(folder)).hasMessageContaining("was changed");
        TestFiles.write(folder.resolve("genome.fa.fai"), "nonsense\n");
        assertThatThrownBy(() -> Reference.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("genome.fa.fai");
        Files.delete(folder.resolve("genome.fa.fai"));
        assertThatThrownBy(() -> Reference.open(folder)).hasMessageContaining("index genome.fa.fai is missing");
    }

    @Test
    void windowsOfAnotherReferenceAreRefused() throws IOException {
        TestFiles.reference(folder, ">a\nACGT\n");
        try (Reference reference = Reference.open(folder)) {
            WindowHeader header =
                    new WindowHeader(reference.contigs(), List.of("x"), List.of("s"), 4, "another digest");
            WindowTable table = WindowTable.builder(header, 1).build();
            assertThatThrownBy(() -> WindowSequences.of(reference, table, Path.of("w")))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("another reference");
        }
    }

    @Test
    void windowsAreVisitedInOrderWithTheirBases() throws IOException {
        TestFiles.reference(folder, ">a\nACGT\n>b\nTTG\n");
        try (Reference reference = Reference.open(folder)) {
            WindowHeader header =
                    new WindowHeader(reference.contigs(), List.of("x"), List.of("s"), 4, reference.digest());
            SequenceId id = new SequenceId(1, 2);
            WindowTable table = WindowTable.builder(header, 2)
                    .add(0, -1, 4, 1, 0, 0, 1, 0f, id)
                    .add(1, 1, 4, 3, 0, 0, 2, 0f, id)
                    .build();
            WindowSequences sequences = WindowSequences.of(reference, table, Path.of("w"));
            StringBuilder seen = new StringBuilder();
            sequences.forEach((row, buffer, offset, length) ->
                    seen.append(row).append(new String(buffer, offset, length, StandardCharsets.US_ASCII)));
            assertThat(seen).hasToString("0NACG1TGNN");
            assertThat(text(sequences.bases(1))).isEqualTo("TGNN");
        }
    }

    private String digest(String name) throws IOException {
        try (Reference reference = Reference.open(folder.resolve(name))) {
            return reference.digest();
        }
    }

    private static String randomBases(Random random, int length) {
        StringBuilder bases = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            bases.append("ACGTacgtN".charAt(random.nextInt(9)));
        }
        return bases.toString();
    }

    private static String text(byte[] bases) {
        return new String(bases, StandardCharsets.US_ASCII);
    }
}
