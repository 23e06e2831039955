package org.enhancerflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchTest {

    private static final String DOUBLE =
            """
            def twice(self, x: Tensor) -> Tensor:
              return torch.mul(x, 2)
            """;

    @Test
    void equalSourceGivesEqualArchiveBytes() {
        assertThat(ScriptArchive.pack(DOUBLE)).isEqualTo(ScriptArchive.pack(DOUBLE));
    }

    @Test
    void aScriptRunsOnValuesFromJava() {
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Script script = torch.script(DOUBLE);
                Tensor x = torch.floats(new float[] {1, -3}, 2);
                Tensor y = script.call("twice").with(x).infer()) {
            assertThat(y.toFloats()).containsExactly(2, -6);
            assertThat(y.shape()).containsExactly(2);
        }
    }

    @Test
    void aScriptThatDoesNotCompileOrFailsSaysWhere() {
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Script script = torch.script(
                        """
                        def broken(self, x: Tensor) -> Tensor:
                          return torch.reshape(x, [7])
                        """);
                Tensor x = torch.floats(new float[] {1}, 1)) {
            assertThatThrownBy(() -> torch.script("def f(self) -> Tensor:\n  return nonsense(1)\n"))
                    .isInstanceOf(ScriptException.class)
                    .hasMessageContaining("nonsense");
            assertThatThrownBy(() -> script.call("broken").with(x).infer())
                    .isInstanceOf(ScriptException.class)
                    .hasMessageContaining("reshape");
        }
    }

    @Test
    void valuesThatDoNotFillTheShapeAreRefused() {
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1)) {
            assertThatThrownBy(() -> torch.floats(new float[3], 2, 2)).hasMessageContaining("3 values");
        }
    }

    @Test
    void aDeviceThatIsNotThereIsReported() {
        assertThatThrownBy(() -> Torch.start(new DeviceChoice("cuda:99"), 1))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("cuda:99");
    }

    @Test
    void libtorchForOtherSystemsOnlyIsSaidToBe(@TempDir Path folder) throws IOException {
        List<URL> systems = new ArrayList<>();
        for (String system : List.of("linux-riscv64", "solaris-sparc")) {
            Path file = folder.resolve(system).resolve("native/lib/pytorch.properties");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "version=2.7.1\nclassifier=" + system + "\n");
            systems.add(folder.resolve(system).toUri().toURL());
        }
        try (URLClassLoader both = new URLClassLoader(systems.toArray(URL[]::new), null);
                URLClassLoader none = new URLClassLoader(new URL[0], null)) {
            assertThat(Torch.foreign(both, "linux-aarch64")).hasValueSatisfying(reason -> assertThat(reason)
                    .contains("is for linux-riscv64 and solaris-sparc, and this is linux-aarch64"));
            assertThat(Torch.foreign(both, "linux-riscv64")).isEmpty();
            assertThat(Torch.foreign(none, "linux-aarch64")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "CPU", "cpu:0", ""})
    void otherDeviceNamesAreRefused(String text) {
        assertThatThrownBy(() -> new DeviceChoice(text)).hasMessageContaining("auto, cpu or cuda:0");
    }
}
