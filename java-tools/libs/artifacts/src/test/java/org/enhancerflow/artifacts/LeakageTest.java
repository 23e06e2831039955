package org.enhancerflow.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakageTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Leakage leakage = new Leakage(
                "locus",
                70,
                15,
                0,
                21,
                15,
                List.of(new Leakage.Bin(0, 0.5, 14), new Leakage.Bin(0.5, 1, 1)),
                List.of(new Leakage.Part("test", "tumour", 15, 0.41, 0.05)),
                List.of(new Leakage.Sample("s1", 70, 15, 15)),
                List.of(new Leakage.GcRocAuc("tumour", 0.61)),
                List.of("GC content alone scores 0.61"));
        Path file = folder.resolve("leakage.json");
        leakage.write(file);
        assertThat(Leakage.read(file)).isEqualTo(leakage);
        assertThat(Files.readString(file)).contains("\"overlapping_test_windows\" : 0", "\"gc_roc_auc\"");
    }
}
