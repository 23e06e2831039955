package org.enhancerflow.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Shard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartsTest {
    private static final String TEXT = "abcdefg";

    @TempDir
    Path folder;

    private Path in;

    /** Copies a text, or a part of it. */
    private static final class CopyTool implements Tool {
        @Override
        public String name() {
            return "copy";
        }

        @Override
        public String summary() {
            return "Copies.";
        }

        @Override
        public ToolOptions options() {
            return ToolOptions.builder()
                    .required("in", "F", "text")
                    .requiredRepeated("way", "W", "how")
                    .flag("upper", "in capitals")
                    .inParts("F", "out", "log")
                    .required("out", "F", "copy")
                    .optional("log", "F", "nothing")
                    .build();
        }

        @Override
        public void run(Arguments arguments, Run run) throws IOException {
            Path out = arguments.path("out");
            String text;
            if (arguments.has("parts")) {
                Parts parts = Parts.of(arguments, run);
                StringBuilder joined = new StringBuilder();
                for (Path part : parts.paths()) {
                    joined.append(Files.readString(part));
                }
                text = joined.toString();
                assertThat(parts.counts()).isEqualTo(Map.of("letters", (long) text.length()));
                assertThat(parts.sum("letters")).isEqualTo(text.length());
                assertThat(parts.sum("digits")).isZero();
                run.value("case", parts.value("case"));
            } else {
                Path in = arguments.existingFile("in");
                run.input(in);
                run.seed(7);
                Shard shard = arguments.shard("shard").orElse(Shard.WHOLE);
                String whole = Files.readString(in);
                text = whole.substring((int) shard.from(whole.length()), (int) shard.to(whole.length()));
                run.value("case", arguments.has("upper") ? "upper" : "lower");
            }
            run.count("letters", text.length());
            AtomicOutput.file(out, file -> Files.writeString(file, text));
            run.output(out);
            run.commit(out);
        }
    }

    @BeforeEach
    void write() throws IOException {
        in = Files.writeString(folder.resolve("in.txt"), TEXT);
    }

    private record Outcome(int exit, String err) {}

    private static Outcome copy(Object... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments) {
            texts.add(argument.toString());
        }
        int exit = CommandLineRunner.run(
                new CopyTool(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                texts.toArray(String[]::new));
        return new Outcome(exit, err.toString(StandardCharsets.UTF_8));
    }

    private Path part(String shard, Object... more) {
        Path out = folder.resolve(shard.replace('/', '-') + "-" + more.length + ".txt");
        List<Object> arguments =
                new ArrayList<>(List.of("--in", in, "--way", "a", "--way", "b", "--shard", shard, "--out", out));
        arguments.addAll(List.of(more));
        assertThat(copy(arguments.toArray())).isEqualTo(new Outcome(0, ""));
        return out;
    }

    private void assertRefused(Outcome outcome, String... words) {
        assertThat(outcome.exit()).isEqualTo(65);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).startsWith("copy: ").contains(words);
        assertThat(folder.resolve("joined.txt")).doesNotExist();
    }

    private Outcome join(Path... parts) {
        List<Object> arguments = new ArrayList<>(List.of("--parts"));
        arguments.addAll(List.of(parts));
        arguments.addAll(List.of("--out", folder.resolve("joined.txt")));
        return copy(arguments.toArray());
    }

    @Test
    void theWholeAndItsManifestAreThoseOfARunWithoutParts() throws IOException {
        Path whole = folder.resolve("joined.txt");
        assertThat(copy("--in", in, "--way", "a", "--way", "b", "--out", whole).exit())
                .isZero();
        byte[] manifest = Files.readAllBytes(Manifest.besides(whole));
        Files.delete(whole);
        for (int count : new int[] {2, 3, 11}) {
            List<Path> parts = new ArrayList<>();
            for (int index = count; index >= 1; index--) {
                parts.add(part(index + "/" + count));
            }
            assertThat(join(parts.toArray(Path[]::new))).isEqualTo(new Outcome(0, ""));
            assertThat(whole).hasContent(TEXT);
            assertThat(Manifest.besides(whole)).hasBinaryContent(manifest);
        }
    }

    @Test
    void whatTheJoinIsToldAgainStandsInTheManifest() throws IOException {
        Path out = folder.resolve("other.txt");
        assertThat(copy("--log", "x/l", "--parts", part("1/2"), part("2/2"), "--out", out))
                .isEqualTo(new Outcome(0, ""));
        assertThat(Manifest.read(Manifest.besides(out)).arguments())
                .containsExactly(
                        new Manifest.Argument("in", "in.txt"),
                        new Manifest.Argument("way", "a"),
                        new Manifest.Argument("way", "b"),
                        new Manifest.Argument("out", "other.txt"),
                        new Manifest.Argument("log", "l"));
    }

    @Test
    void everyPartIsDueOnce() {
        assertRefused(join(part("1/3"), part("2/3")), "1-3-0.txt", "of which 2 are given and part 3/3 is not");
        assertRefused(join(part("3/3"), part("2/3")), "part 1/3 is not");
        assertRefused(join(part("1/3"), part("3/3")), "part 2/3 is not");
        assertRefused(join(part("1/2"), part("2/2"), part("2/2")), "2-2-0.txt: is part 2/2, as", "once");
        assertRefused(join(part("1/2"), part("2/3")), "is part 2/3, but", "is part 1/2");
        assertRefused(join(folder.resolve("none")), "does not exist");
    }

    @Test
    void partsAreOfOneRun() throws IOException {
        Path first = part("1/2");
        assertRefused(join(first, part("2/2", "--upper")), "another run than", "--upper differs");
        assertRefused(join(first, part("2/2", "--way", "c")), "--way differs");
        Files.writeString(in, "abcdefgh");
        assertRefused(join(first, part("2/2")), "in.txt differs");
    }

    @Test
    void aPartIsAsItWasWritten() throws IOException {
        Path first = part("1/2");
        Path second = part("2/2");
        Files.writeString(second, "other");
        assertRefused(join(first, second), "2-2-0.txt", "is not as its manifest says");
        Files.delete(Manifest.besides(second));
        assertRefused(join(first, second), "has no manifest beside it");
        Path whole = folder.resolve("whole.txt");
        assertThat(copy("--in", in, "--way", "a", "--out", whole).exit()).isZero();
        assertRefused(join(first, whole), "is no part but a whole");
    }

    @Test
    void wrongUsageIsOneLineAndTwo() {
        assertThat(copy("--out", "x").err()).contains("missing --in, --way");
        assertThat(copy("--parts", "x").err()).contains("missing --out");
        Outcome both = copy("--parts", "x", "--in", in, "--out", "y");
        assertThat(both.exit()).isEqualTo(2);
        assertThat(both.err()).contains("--in does not go with --parts");
        assertThat(copy("--parts", "x", "--shard", "1/2", "--out", "y").exit()).isEqualTo(2);
        assertThat(copy("--in", in, "--way", "a", "--shard", "3/2", "--out", "y")
                        .err())
                .contains("give K/N");
    }
}
