package org.enhancerflow.tools.testset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.testkit.RandomCorpus;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestsetToolTest {
    private static final SequenceId NEW = new SequenceId(1, 1);

    @TempDir
    Path folder;

    private RandomCorpus corpus;
    private WindowTable train;

    @BeforeEach
    void write() throws IOException {
        corpus = RandomCorpus.write(folder, 40, 50, 3);
        train = corpus.windows().select(corpus.windows().rowsOf(Split.TRAIN));
    }

    private WindowTable.Builder table(String... labels) {
        WindowHeader own = corpus.windows().header();
        return WindowTable.builder(
                new WindowHeader(own.contigs(), List.of(labels), List.of("other"), 50, own.referenceDigest()), 8);
    }

    private Path write(WindowTable.Builder table) throws IOException {
        Path file = folder.resolve("set.windows.safetensors");
        table.build().write(file);
        return file;
    }

    /** A window far from all others: the corpus of 40 windows leaves room between them. */
    private static void addFree(WindowTable.Builder table, WindowTable corpus, int label, SequenceId id) {
        for (long start = 0; ; start++) {
            long at = start;
            boolean free = true;
            for (int row = 0; row < corpus.size(); row++) {
                boolean apart = corpus.contig(row) != 0 || corpus.end(row) <= at || corpus.start(row) >= at + 50;
                free &= corpus.split(row) == Split.TEST || apart;
            }
            if (free) {
                table.add(0, at, 50, at + 25, label, 0, 9, 1f, id);
                return;
            }
        }
    }

    private ToolRun run(Path set, Path out, Object... more) {
        List<Object> arguments =
                new java.util.ArrayList<>(List.of("--windows", set, "--corpus", corpus.file(), "--out", out));
        arguments.addAll(List.of(more));
        return ToolRun.of(new TestsetTool(), arguments);
    }

    private WindowTable.Builder known() {
        // Labels in another order than the corpus has them.
        WindowTable.Builder table = table("tumour", "normal");
        table.add(1, 0, 50, 25, 0, 0, 1, 1f, train.id(0));
        table.add(train.contig(1), train.start(1) + 49, 50, train.start(1) + 74, 0, 0, 2, 1f, new SequenceId(2, 2));
        addFree(table, corpus.windows(), 0, NEW);
        addFree(table, corpus.windows(), 0, NEW);
        addFree(table, corpus.windows(), 0, new SequenceId(3, 3));
        addFree(table, corpus.windows(), 1, new SequenceId(3, 3));
        return table;
    }

    @Test
    void what_training_knows_and_repeats_are_left_out_and_counted() throws IOException {
        Path out = folder.resolve("out.windows.safetensors");
        ToolRun run = run(write(known()), out);
        assertThat(run.exit()).as(run.err()).isZero();
        WindowTable made = WindowTable.read(out);
        int[] test = made.rowsOf(Split.TEST);
        assertThat(test).hasSize(1);
        assertThat(made.id(test[0])).isEqualTo(NEW);
        assertThat(made.labelName(test[0])).isEqualTo("tumour");
        assertThat(made.sampleName(test[0])).isEqualTo("other");
        assertThat(made.header().labels()).containsExactly("normal", "tumour");
        assertThat(Manifest.read(Path.of(out + ".manifest.json")).counts())
                .containsEntry("windows_in", 6L)
                .containsEntry("repeats", 1L)
                .containsEntry("dropped_across_classes", 2L)
                .containsEntry("sequences_of_training", 1L)
                .containsEntry("overlapping_training", 1L)
                .containsEntry("windows_out", 1L);
    }

    @Test
    void train_and_validation_stay_as_they_were_and_the_old_test_part_goes() throws IOException {
        Path out = folder.resolve("out.windows.safetensors");
        assertThat(run(write(known()), out).exit()).isZero();
        WindowTable made = WindowTable.read(out);
        for (Split part : List.of(Split.TRAIN, Split.VALIDATION)) {
            int[] before = corpus.windows().rowsOf(part);
            int[] after = made.rowsOf(part);
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.length; i++) {
                assertThat(made.id(after[i])).isEqualTo(corpus.windows().id(before[i]));
                assertThat(made.start(after[i])).isEqualTo(corpus.windows().start(before[i]));
                assertThat(made.labelName(after[i])).isEqualTo(corpus.windows().labelName(before[i]));
            }
        }
    }

    @Test
    void keep_counts_what_is_known_and_leaves_it_in() throws IOException {
        Path out = folder.resolve("out.windows.safetensors");
        assertThat(run(write(known()), out, "--overlap", "keep").exit()).isZero();
        assertThat(WindowTable.read(out).rowsOf(Split.TEST)).hasSize(3);
    }

    @Test
    void a_class_the_corpus_lacks_is_refused() throws IOException {
        WindowTable.Builder table = table("benign");
        addFree(table, corpus.windows(), 0, NEW);
        ToolRun run = run(write(table), folder.resolve("out"));
        assertThat(run.exit()).isEqualTo(65);
        assertThat(run.errors()).hasSize(1);
        assertThat(run.err()).contains("'benign'", "normal, tumour");
    }

    @Test
    void a_set_that_training_knows_whole_is_refused_and_nothing_is_left() throws IOException {
        WindowTable.Builder table = table("normal");
        table.add(1, 0, 50, 25, 0, 0, 1, 1f, train.id(0));
        Path out = folder.resolve("out");
        ToolRun run = run(write(table), out);
        assertThat(run.exit()).isEqualTo(65);
        assertThat(run.err()).contains("no window that training does not know");
        assertThat(Files.exists(out)).isFalse();
    }
}
