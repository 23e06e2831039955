package org.enhancerflow.tools.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.learning.Scorer;
import org.enhancerflow.testkit.RandomCorpus;
import org.enhancerflow.testkit.ToolRun;
import org.enhancerflow.tokenizers.BpeTrainer;
import org.enhancerflow.tokenizers.TokenizerJson;
import org.enhancerflow.tokenizers.TrainingText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows scored in parts, by a model that pads and masks: a float's last bit depends on the company it is calculated in. */
class ShardsTest {
    private static final int BLOCKS = 3;

    @TempDir
    Path folder;

    private ToolRun predict(Path out, Object... more) {
        List<Object> arguments = new ArrayList<>(Arrays.asList(more));
        arguments.addAll(List.of("--out", out));
        return ToolRun.of(new PredictTool(), arguments);
    }

    private void writeModel() throws IOException {
        RandomCorpus corpus = RandomCorpus.write(folder, (BLOCKS - 1) * Scorer.BLOCK + 300, 40, 11);
        TrainingText text = new TrainingText(16);
        try (Reference reference = Reference.open(corpus.fasta())) {
            text.add(reference.cursor().bases(0, 0, 20_000));
        }
        Path tokenizer = folder.resolve("tokenizer.json");
        TokenizerJson.write(tokenizer, BpeTrainer.train(text, new BpeTrainer.Settings(200, 2), terms -> {}));
        Map<String, String> settings = Map.of("layers", "1", "hidden", "8", "heads", "2", "intermediate", "8");
        UntrainedModel.write(
                folder.resolve("model"), corpus, tokenizer, folder.resolve("test.safetensors"), "dnabert2", settings);
    }

    private Object[] scoring(String... more) {
        List<Object> arguments = new ArrayList<>(List.of("--model", folder.resolve("model"), "--threads", "1"));
        arguments.addAll(List.of("--windows", folder.resolve("corpus.windows.safetensors")));
        arguments.addAll(List.of("--reference", folder.resolve("reference.fa")));
        arguments.addAll(List.of(more));
        return arguments.toArray();
    }

    private ToolRun join(Path out, List<Path> parts) {
        List<Object> arguments = new ArrayList<>(List.of("--parts"));
        arguments.addAll(parts);
        return predict(out, arguments.toArray());
    }

    @Test
    void predictionsAndManifestAreThoseOfARunWithoutParts() throws IOException {
        writeModel();
        Path whole = folder.resolve("whole/p.tsv.gz");
        ToolRun run = predict(whole, scoring());
        assertThat(run.exit()).as(run.err()).isZero();
        for (int count : new int[] {2, BLOCKS + 2}) {
            List<Path> parts = new ArrayList<>();
            for (int index = count; index >= 1; index--) {
                Path part = folder.resolve(count + "/" + index + ".tsv.gz");
                assertThat(predict(part, scoring("--shard", index + "/" + count))
                                .exit())
                        .isZero();
                parts.add(part);
            }
            Path joined = folder.resolve("joined/p.tsv.gz");
            ToolRun join = join(joined, parts);
            assertThat(join.exit()).as(join.err()).isZero();
            assertThat(joined).hasSameBinaryContentAs(whole);
            assertThat(Manifest.besides(joined)).hasSameBinaryContentAs(Manifest.besides(whole));
        }
        Manifest manifest = Manifest.read(Manifest.besides(whole));
        WindowTable windows = WindowTable.read(folder.resolve("corpus.windows.safetensors"));
        assertThat(manifest.counts()).containsEntry("windows", (long) windows.size());

        ToolRun lacking = join(folder.resolve("p.tsv.gz"), List.of(folder.resolve("2/1.tsv.gz")));
        assertThat(lacking.exit()).isEqualTo(65);
        assertThat(lacking.errors()).hasSize(1);
        assertThat(lacking.err()).contains("part 2/2 is not");
        assertThat(folder.resolve("p.tsv.gz")).doesNotExist();
    }
}
