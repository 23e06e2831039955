package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code containers/offline.sh} packs starts on a machine without a JDK. */
class OfflineBundleTest {
    @TempDir
    Path folder;

    @Test
    void everyToolIsInTheBundleAndStartsFromIt() throws IOException {
        Path bundle = folder.resolve("bundle.tar");
        assertThat(start(Nextflow.ROOT.resolve("containers/offline.sh").toString(), bundle.toString()))
                .satisfies(OfflineBundleTest::succeeded);
        assertThat(start("tar", "-C", folder.toString(), "-xf", bundle.toString()))
                .satisfies(OfflineBundleTest::succeeded);
        Path unpacked = folder.resolve("enhancerflow");
        assertThat(start("sh", "-c", "cd '" + unpacked + "' && sha256sum --quiet -c SHA256SUMS"))
                .satisfies(OfflineBundleTest::succeeded);
        for (String tool : tools()) {
            assertThat(unpacked.resolve("java-tools/jars/" + tool + ".jar"))
                    .as(tool)
                    .isRegularFile();
        }
        String jtool = unpacked.resolve("bin/jtool").toString();
        assertThat(start(jtool, "predict", "--version").output()).startsWith("predict 0.");
        assertThat(start(jtool, "picard", "--help")).satisfies(OfflineBundleTest::succeeded);
        assertThat(start(
                        jtool,
                        "benchmark",
                        "--model",
                        "kmer",
                        "--batch",
                        "2",
                        "--tokens",
                        "20",
                        "--steps",
                        "1",
                        "--device",
                        "cpu"))
                .as("libtorch is found through DJL's lists of services")
                .satisfies(OfflineBundleTest::succeeded);
        // A bundle of another kind of machine is refused where its Java does not start, as it would by emulation.
        Files.writeString(unpacked.resolve("runtime/platform"), "Plan9 mips\n");
        assertThat(start(jtool, "predict", "--version")).satisfies(OfflineBundleTest::succeeded);
        Files.write(unpacked.resolve("runtime/bin/java"), new byte[] {0x7f, 'E', 'L', 'F', 0});
        Outcome refused = start(jtool, "predict", "--version");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.errorLines())
                .singleElement()
                .asString()
                .contains("this bundle is for Plan9 mips, and this machine is ");
    }

    private static void succeeded(Outcome outcome) {
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
    }

    private static List<String> tools() throws IOException {
        try (Stream<Path> folders = Files.list(Nextflow.ROOT.resolve("java-tools/tools"))) {
            return folders.filter(each -> Files.exists(each.resolve("src/main/java")))
                    .map(each -> each.getFileName().toString())
                    .toList();
        }
    }

    /** The JDK that runs this test is for the packing only: the bundle's own Java goes before it. */
    private static Outcome start(String... command) {
        Path libtorch = Nextflow.ROOT.resolve("java-tools/runtime/libtorch/target/lib");
        return Nextflow.start(
                "offline", Map.of("ENHANCERFLOW_LIBTORCH", libtorch.toString()), new ArrayList<>(List.of(command)));
    }
}
