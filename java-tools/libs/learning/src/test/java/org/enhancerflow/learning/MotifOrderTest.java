package org.enhancerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.RandomStream;
import org.enhancerflow.engine.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotifOrderTest {

    private static final String[] MOTIFS = {"AGATCAAAG", "GCCATAAAC"};
    private static final int LENGTH = 200;

    @TempDir
    Path folder;

    /** Both classes hold both motifs, on either strand; only their order differs, so no count of words tells them apart. */
    @Test
    void theCnnLearnsTheOrderOfTwoMotifsFromAFewHundredWindows() throws IOException {
        try (TokenStore train = store("train", 600, 1);
                TokenStore validation = store("validation", 200, 2);
                Torch torch = Torch.start(DeviceChoice.CPU, 1)) {
            TrainingTask task = TrainingTask.of(
                    Families.named("cnn"), Map.of("epochs", "10", "filters", "8"), train, validation, null);
            for (long seed = 1; seed <= 3; seed++) {
                try (Network network =
                        new Network(torch, task.architecture(), task.start(seed).values())) {
                    TrainingResult result = Trainer.run(network, task, seed, new TrainingListener() {}, null);
                    assertThat(result.bestPrAuc()).as("seed " + seed).isGreaterThan(0.98);
                }
            }
        }
    }

    private TokenStore store(String name, int rows, long seed) throws IOException {
        RandomStream random = RandomStream.of(seed, "windows");
        Path file = folder.resolve(name);
        try (TokenStoreWriter writer = new TokenStoreWriter(file, Stores.header("char", 10))) {
            for (int row = 0; row < rows; row++) {
                int[] ids = new int[LENGTH];
                for (int i = 0; i < LENGTH; i++) {
                    ids[i] = 5 + random.nextInt(4);
                }
                String pair = MOTIFS[row % 2] + "......" + MOTIFS[1 - row % 2];
                write(pair, ids, random.nextInt(LENGTH - pair.length()), random.nextInt(2) == 0);
                writer.add(ids, row % 2, row);
            }
            writer.finish();
        }
        return TokenStore.open(file);
    }

    private static void write(String pair, int[] ids, int at, boolean turned) {
        for (int i = 0; i < pair.length(); i++) {
            int base = "ACGT".indexOf(pair.charAt(turned ? pair.length() - 1 - i : i));
            if (base >= 0) {
                ids[at + i] = 5 + (turned ? 3 - base : base);
            }
        }
    }
}
