package org.enhancerflow.tools.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.FastaReader;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.ReferenceWriter;
import org.enhancerflow.kit.CommandLineRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DNABERT-2's tokenizer on real windows of hg19. */
class HumanWindowsTest {
    private static final Path SHARED = Path.of(System.getProperty("enhancerflow.shared", "../shared"));

    @TempDir
    Path folder;

    @Test
    void humanWindowsHaveTheTokenCountsOfThePaper() throws IOException {
        Path demo = SHARED.resolve("data/hg19_demo");
        Path tokenizer = SHARED.resolve("data/dnabert2_tokenizer/tokenizer.json");
        assumeTrue(
                Files.exists(demo) && Files.exists(tokenizer),
                "SKIPPED: the hg19 demo data or DNABERT-2's tokenizer is not at " + SHARED);
        Path fasta = folder.resolve("reference.fa");
        try (ReferenceWriter writer = new ReferenceWriter(fasta)) {
            FastaReader.read(demo.resolve("hg19_chr17_chr20.partial.fa.gz"), writer);
            writer.finish();
        }
        Path corpus = writeCorpus(fasta, demo.resolve("expected_windows.tsv.gz"));
        int exitCode = CommandLineRunner.run(
                new TokenizeTool(),
                "--corpus",
                corpus.toString(),
                "--reference",
                fasta.toString(),
                "--tokenizer",
                tokenizer.toString(),
                "--out",
                folder.resolve("tokens").toString());
        assertThat(exitCode).isZero();
        assertThat(Files.readString(folder.resolve("tokens.manifest.json")))
                .contains("\"train_sequences\" : 614", "\"train_truncated\" : 0")
                .contains(
                        "\"tokens_minimum\" : \"170\"",
                        "\"tokens_maximum\" : \"232\"",
                        "\"tokens_mean\" : \"202.876221")
                .contains("\"share_unknown\" : \"0.000000\"");
    }

    private Path writeCorpus(Path fasta, Path expected) throws IOException {
        try (Reference reference = Reference.open(fasta);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(expected)), StandardCharsets.US_ASCII))) {
            WindowHeader header = new WindowHeader(
                    reference.contigs(), List.of("normal", "tumour"), List.of("s"), 1_000, reference.digest());
            WindowTable.Builder table = WindowTable.builder(header, 614);
            lines.readLine();
            int row = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> f = List.of(line.split("\t", -1));
                long summit = Long.parseLong(f.get(3));
                int contig = reference.indexOf(f.get(2));
                int label = f.get(0).equals("tumour") ? 1 : 0;
                table.add(contig, summit - 500, 1_000, summit, label, 0, 1, 1f, new SequenceId(0, row++));
            }
            Path corpus = folder.resolve("corpus.windows.safetensors");
            table.build().withSplit(new byte[row]).write(corpus);
            return corpus;
        }
    }
}
