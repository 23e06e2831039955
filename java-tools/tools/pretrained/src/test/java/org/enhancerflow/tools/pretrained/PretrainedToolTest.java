package org.enhancerflow.tools.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.Settings;
import org.enhancerflow.engine.Weights;
import org.enhancerflow.kit.CommandLineRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedToolTest {

    @TempDir
    Path folder;

    private Path model;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException {
        model = Files.createDirectory(folder.resolve("model"));
        Family family = Families.named("dnabert2");
        Architecture architecture = family.create(Settings.of(family.settings(), java.util.Map.of()), 16, 3, 2);
        Weights.write(model, architecture, List.of("a", "b"), Network.initial(architecture, 1));
        Files.writeString(model.resolve("tokenizer.json"), "{}");
        Files.writeString(model.resolve("README.md"), "not needed");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--out", folder.resolve("out").toString()));
        err.reset();
        return CommandLineRunner.run(
                new PretrainedTool(),
                System.out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFolderIsCheckedAndItsFilesAreGathered() throws IOException {
        String digest = Digest.of(model.resolve("model.safetensors"));
        assertThat(run("--from", model.toString(), "--sha256", "model.safetensors=" + digest))
                .as(this::said)
                .isZero();
        assertThat(folder.resolve("out"))
                .isDirectoryContaining("glob:**/config.json")
                .isDirectoryContaining("glob:**/model.safetensors")
                .isDirectoryContaining("glob:**/tokenizer.json")
                .isDirectoryNotContaining("glob:**/README.md");
        assertThat(Weights.digest(folder.resolve("out"))).isEqualTo(digest);
    }

    @Test
    void filesOneByOneAreAModelToo() {
        assertThat(run(
                        "--from",
                        model.resolve("config.json").toString(),
                        "--from",
                        model.resolve("model.safetensors").toString()))
                .as(this::said)
                .isZero();
    }

    @Test
    void whatIsNotThePinnedFileIsRefusedInOneLine() throws IOException {
        String wrong = "0".repeat(64);
        assertMistake(
                65,
                "config.json: has the SHA-256 " + Digest.of(model.resolve("config.json")) + ", expected " + wrong,
                "--from",
                model.toString(),
                "--sha256",
                "config.json=" + wrong);
        assertMistake(2, "not of the form", "--from", model.toString(), "--sha256", "config.json=abc");
        assertMistake(2, "is none of the files", "--from", model.toString(), "--sha256", "vocab.txt=" + wrong);
    }

    @Test
    void weightsThatDoNotFitAreRefusedAndNothingIsLeft() throws IOException {
        Files.write(model.resolve("model.safetensors"), new byte[20]);
        assertMistake(65, "header length", "--from", model.toString());
        Files.writeString(model.resolve("model.safetensors"), "version https://git-lfs.github.com/spec/v1\n");
        assertMistake(65, "is a git-lfs pointer", "--from", model.toString());
        Files.delete(model.resolve("config.json"));
        assertMistake(65, "config.json: does not exist", "--from", model.toString());
    }

    private void assertMistake(int code, String message, String... arguments) {
        assertThat(run(arguments)).as(this::said).isEqualTo(code);
        assertThat(said()).contains(message);
        assertThat(said().lines()).hasSize(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
