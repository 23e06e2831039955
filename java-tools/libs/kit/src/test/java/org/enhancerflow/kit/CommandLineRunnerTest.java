package org.enhancerflow.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Shard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLineRunnerTest {
    @TempDir
    Path folder;

    enum Edge {
        PAD,
        DROP_IT
    }

    /** What a run of a tool said. */
    record Outcome(int status, String out, String err) {}

    @FunctionalInterface
    interface Body {
        void run(Arguments arguments, Run run) throws IOException;
    }

    private static Outcome run(Body body, String... args) {
        Tool tool = new Tool() {
            @Override
            public String name() {
                return "sample";
            }

            @Override
            public String summary() {
                return "Does nothing much.";
            }

            @Override
            public ToolOptions options() {
                return ToolOptions.builder()
                        .required("in", "FILE", "what to read")
                        .withDefault("window", "N", "1000", "bases")
                        .withDefault("edge", "HOW", "pad", "pad or drop-it")
                        .optional("limit", "X", "a number")
                        .repeated("set", "KEY=VALUE", "settings")
                        .flag("balance", "equal classes")
                        .optional("shard", "K/N", "a part")
                        .build();
            }

            @Override
            public void run(Arguments arguments, Run run) throws IOException {
                body.run(arguments, run);
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = CommandLineRunner.run(
                tool,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void assertOneLine(Outcome outcome, int status, String... parts) {
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).startsWith("sample: ").contains(parts);
    }

    @Test
    void valuesAndDefaultsReachTheTool() {
        Outcome outcome = run(
                (a, r) -> {
                    assertThat(a.text("in")).isEqualTo("x");
                    assertThat(a.integer("window", 1, 5000)).isEqualTo(1000);
                    assertThat(a.choice("edge", Edge.class)).isEqualTo(Edge.DROP_IT);
                    assertThat(a.optionalText("limit")).isEmpty();
                    assertThat(a.texts("set")).containsExactly("a=1", "b=2");
                    assertThat(a.has("balance")).isTrue();
                    assertThat(a.shard("shard")).contains(new Shard(2, 3));
                },
                "--in",
                "x",
                "--edge",
                "drop-it",
                "--set",
                "a=1",
                "--set",
                "b=2",
                "--balance",
                "--shard",
                "2/3");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
    }

    @Test
    void helpAndVersionExitWithZero() {
        Outcome help = run((a, r) -> {}, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).contains("Usage: sample", "--window <N>", "(default: 1000)", "--debug");
        assertThat(run((a, r) -> {}, "--version").out()).startsWith("sample ");
    }

    @Test
    void wrongUsageIsOneLineAndTwo() {
        assertOneLine(run((a, r) -> {}), 2, "missing --in");
        assertOneLine(run((a, r) -> {}, "--in"), 2, "--in needs a value");
        assertOneLine(run((a, r) -> {}, "--in", "x", "--windw", "5"), 2, "did you mean --window?");
        assertOneLine(run((a, r) -> {}, "--in", "x", "stray"), 2, "'stray' is not an option");
        assertOneLine(run((a, r) -> a.text("in"), "--in", "x", "--in", "y"), 2, "given 2 times");
        assertOneLine(run((a, r) -> a.integer("window", 1, 9), "--in", "x", "--window", "10"), 2, "from 1 to 9");
        assertOneLine(run((a, r) -> a.integer("window", 1, 9), "--in", "x", "--window", "ten"), 2, "'ten'");
        assertOneLine(run((a, r) -> a.decimal("window", 0, 1), "--in", "x", "--window", "NaN"), 2, "NaN");
        assertOneLine(run((a, r) -> a.choice("edge", Edge.class), "--in", "x", "--edge", "wrap"), 2, "pad, drop-it");
        assertOneLine(run((a, r) -> a.shard("shard"), "--in", "x", "--shard", "4/3"), 2, "K from 1 to N");
        assertOneLine(run((a, r) -> a.existingFile("in"), "--in", "/none/here"), 2, "does not exist");
        assertOneLine(run((a, r) -> a.existingFile("in"), "--in", "/"), 2, "is a folder");
    }

    @Test
    void everyKindOfFailureHasItsStatus() {
        assertOneLine(
                run(
                        (a, r) -> {
                            throw new BadInputException(Path.of("a.bed"), 7, "no start", "add it");
                        },
                        "--in",
                        "x"),
                65,
                "a.bed:7: no start; add it");
        assertOneLine(
                run(
                        (a, r) -> {
                            throw new TryAgainException("device memory is full");
                        },
                        "--in",
                        "x"),
                75,
                "device memory");
        assertOneLine(
                run(
                        (a, r) -> {
                            throw new OutOfMemoryError("Java heap space");
                        },
                        "--in",
                        "x"),
                75,
                "out of memory");
        assertOneLine(
                run(
                        (a, r) -> {
                            throw new IllegalStateException("two\nlines");
                        },
                        "--in",
                        "x"),
                70,
                "this is a bug",
                "CommandLineRunnerTest.java");
        assertOneLine(
                run(
                        (a, r) -> {
                            throw new IOException("No space left on device");
                        },
                        "--in",
                        "x"),
                75,
                "free some space");
        assertOneLine(
                run(
                        (a, r) -> {
                            throw new EOFException("Unexpected end of ZLIB input stream");
                        },
                        "--in",
                        "x"),
                65,
                "cut short");
        assertOneLine(
                run(
                        (a, r) -> {
                            throw new AccessDeniedException("b.bed");
                        },
                        "--in",
                        "x"),
                65,
                "permission denied");
        assertOneLine(
                run(
                        (a, r) -> {
                            throw new InterruptedRunException("step 7 is saved");
                        },
                        "--in",
                        "x"),
                143,
                "step 7 is saved");
    }

    @Test
    void debugAddsTheTrace() {
        Outcome outcome = run(
                (a, r) -> {
                    throw new BadInputException(Path.of("a.bed"), "broken", "mend it");
                },
                "--debug",
                "--in",
                "x");
        assertThat(outcome.status()).isEqualTo(65);
        assertThat(outcome.err()).contains("at org.enhancerflow.kit.CommandLineRunnerTest");
    }

    @Test
    void theManifestHoldsTheRunAndNoFolders() throws IOException {
        Path input = Files.writeString(folder.resolve("in.txt"), "abc");
        Path output = folder.resolve("out.txt");
        Outcome outcome = run(
                (a, r) -> {
                    r.input(a.existingFile("in"));
                    r.seed(42);
                    r.count("lines", 1);
                    AtomicOutput.file(output, path -> Files.writeString(path, "done"));
                    r.output(output);
                    r.commit(output);
                },
                "--in",
                input.toString(),
                "--balance");
        assertThat(outcome.err()).isEmpty();
        Manifest manifest = Manifest.read(folder.resolve("out.txt.manifest.json"));
        assertThat(manifest.tool()).isEqualTo("sample");
        assertThat(manifest.seed()).isEqualTo(42);
        assertThat(manifest.arguments())
                .containsExactly(new Manifest.Argument("in", "in.txt"), new Manifest.Argument("balance", "true"));
        assertThat(manifest.inputs())
                .containsExactly(new Manifest.FileDigest(
                        "in.txt", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(manifest.counts()).containsEntry("lines", 1L);
        assertThat(Files.readString(Manifest.besides(output))).doesNotContain(folder.toString());
        assertThat(List.of(manifest.outputs().get(0).name())).containsExactly("out.txt");
    }
}
