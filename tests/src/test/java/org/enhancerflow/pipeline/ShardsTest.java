package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code --shards}: stages that are done in parts leave what they leave as wholes. */
class ShardsTest {

    @Test
    void allThatIsPublishedIsTheSameWithShardsAndWithout() throws IOException {
        Outcome whole = Small.run("shards-none", "--models", "cnn", "--trials", "0", "--balance");
        assertThat(whole.exit()).as(whole.output() + whole.errors()).isZero();
        Outcome parts = Small.run("shards-3", "--models", "cnn", "--trials", "0", "--balance", "--shards", "3");
        assertThat(parts.exit()).as(parts.output() + parts.errors()).isZero();
        assertThat(tasks(whole))
                .contains("DEDUP (corpus)", "TOKENIZE (char, test)")
                .doesNotContain("DEDUP_JOIN (corpus)", "TOKENIZE_JOIN (char, test)");
        assertThat(tasks(parts))
                .contains("DEDUP (1/3)", "DEDUP (3/3)", "DEDUP_JOIN (corpus)")
                .contains("TOKENIZE (char, test, 1/3)", "TOKENIZE (char, test, 3/3)", "TOKENIZE_JOIN (char, test)")
                .doesNotContain("DEDUP (corpus)", "TOKENIZE (char, test)");
        assertThat(Folders.digests(parts.results(), Folders::artifact))
                .isEqualTo(Folders.digests(whole.results(), Folders::artifact))
                .containsKeys("report.html", "tokens/char/tokens.manifest.json", "models/cnn/model.safetensors");
    }

    private static List<String> tasks(Outcome run) {
        return run.trace().stream()
                .map(row -> row.name().replaceFirst("^.*:", ""))
                .toList();
    }
}
