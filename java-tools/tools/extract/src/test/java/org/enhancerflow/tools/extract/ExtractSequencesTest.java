package org.enhancerflow.tools.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractSequencesTest {
    @TempDir
    Path folder;

    @Test
    void fastaFilesBecomeOneReferenceAndWholeContigWindows() throws IOException {
        Path a = Files.writeString(folder.resolve("a.fa"), ">r1 first\nacgt\nAC\n>r2\nGGGNNNNN\n>r3\nTTT\n");
        Path b = Files.writeString(folder.resolve("b.fa"), ">r1\nAAA\n");
        ToolRun run = run("--sequences", a, b, "--sample", "sa", "sb", "--label", "x", "y");
        assertThat(run.exit()).as(run.err()).isZero();
        WindowTable table = WindowTable.read(folder.resolve("out"));
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.header().windowSize()).isZero();
        try (Reference reference = Reference.open(folder.resolve("ref"))) {
            WindowSequences sequences = WindowSequences.of(reference, table, folder);
            assertThat(text(sequences.bases(0))).isEqualTo("ACGTAC");
            assertThat(text(sequences.bases(2))).isEqualTo("AAA");
        }
        assertThat(table.contigName(0)).isEqualTo("sa|r1");
        assertThat(table.contigName(2)).isEqualTo("sb|r1");
        assertThat(table.peak(1)).isEqualTo(6);
        assertThat(table.labelName(2)).isEqualTo("y");
        assertThat(table.id(1)).isEqualTo(table.id(2));
        assertThat(Manifest.read(Manifest.besides(folder.resolve("out"))).counts())
                .containsEntry("max_n_dropped", 1L)
                .containsEntry("windows", 3L);
    }

    @Test
    void tablesGiveLabelsByColumn() throws IOException {
        Path csv = Files.writeString(
                folder.resolve("t.csv"), "name,\"sequence\",class\r\n\"a, b\",ACGT,pos\r\n\r\nc,acgg,neg\r\n");
        ToolRun run = run("--sequences", csv, "--sample", "s", "--label-column", "class");
        assertThat(run.exit()).as(run.err()).isZero();
        WindowTable table = WindowTable.read(folder.resolve("out"));
        assertThat(table.header().labels()).containsExactly("neg", "pos");
        assertThat(table.contigName(1)).isEqualTo("line4");
        assertThat(table.labelName(1)).isEqualTo("neg");
        Path tsv = Files.writeString(folder.resolve("t.tsv"), "label\tseq\nx,y\tACGT\n");
        assertThat(run("--sequences", tsv, "--sample", "s", "--label", "l", "--sequence-column", "seq")
                        .exit())
                .isZero();
    }

    @Test
    void countsOfTheLiuTrainingFilesAreReproduced() throws IOException {
        Path liu = Path.of(System.getProperty("enhancerflow.shared", "missing"), "data/liu2016_train");
        Assumptions.assumeTrue(Files.exists(liu), "SKIPPED: real data are missing: " + liu);
        ToolRun run = run(
                "--sequences",
                liu.resolve("train_strong_enhancers.fa"),
                liu.resolve("train_weak_enhancers.fa"),
                liu.resolve("train_nonenhancers.fa"),
                "--sample",
                "strong",
                "weak",
                "non",
                "--label",
                "enhancer",
                "enhancer",
                "non");
        assertThat(run.exit()).as(run.err()).isZero();
        WindowTable table = WindowTable.read(folder.resolve("out"));
        Set<String> distinct = new HashSet<>();
        for (int row = 0; row < table.size(); row++) {
            assertThat(table.length(row)).isEqualTo(200);
            distinct.add(table.id(row).hex());
        }
        // golden/split_leak: 742 strong, 742 weak, 1,484 others; no duplicate on either strand.
        assertThat(table.size()).isEqualTo(2_968);
        assertThat(distinct).hasSize(2_968);
    }

    private ToolRun run(Object... arguments) {
        Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 4);
        all[arguments.length] = "--out";
        all[arguments.length + 1] = folder.resolve("out");
        all[arguments.length + 2] = "--reference-out";
        all[arguments.length + 3] = folder.resolve("ref");
        return ToolRun.of(new ExtractTool(), all);
    }

    private static String text(byte[] bases) {
        return new String(bases, StandardCharsets.US_ASCII);
    }
}
