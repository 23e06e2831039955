package org.enhancerflow.tools.pretrained;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.engine.Weights;
import org.enhancerflow.engine.weights.WeightFiles;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;

/** Checks weights to start from before anything is made of them. */
final class PretrainedTool implements Tool {

    private static final String TOKENIZER = "tokenizer.json";

    @Override
    public String name() {
        return "pretrained";
    }

    @Override
    public String summary() {
        return "Checks a pretrained model's files against their SHA-256 and against each other, and puts them into one folder.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .requiredRepeated("from", "PATH", "a model's folder in Hugging Face layout, or its files one by one")
                .repeated("sha256", "NAME=HEX", "what a file's SHA-256 must be")
                .required("out", "DIR", "folder with config.json, weights and, if there is one, tokenizer.json")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Map<String, String> expected = digests(arguments.texts("sha256"));
        Map<String, Path> files = files(arguments);
        Path out = arguments.path("out");
        for (String name : expected.keySet()) {
            if (!files.containsKey(name)) {
                throw new UsageException(
                        "--sha256 " + name + " is none of the files: " + String.join(", ", files.keySet()));
            }
        }
        for (Map.Entry<String, Path> file : files.entrySet()) {
            String actual = Digest.of(file.getValue());
            check(file.getValue(), expected.getOrDefault(file.getKey(), actual), actual);
            run.input(file.getValue(), actual);
        }
        AtomicOutput.directory(out, folder -> {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                Files.copy(file.getValue(), folder.resolve(file.getKey()));
            }
            note(Weights.check(folder), run);
        });
        run.output(out);
        run.commit(out);
    }

    private static Map<String, String> digests(List<String> texts) {
        Map<String, String> digests = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            String hex = text.substring(equals + 1).toLowerCase(Locale.ROOT);
            if (equals < 1 || !hex.matches("[0-9a-f]{64}")) {
                throw new UsageException("--sha256 " + text + " is not of the form name=64 hexadecimal digits");
            }
            if (digests.put(text.substring(0, equals), hex) != null) {
                throw new UsageException("--sha256 gives " + text.substring(0, equals) + " twice");
            }
        }
        return digests;
    }

    /** By name, sorted; of a folder only what belongs to the model. */
    private static Map<String, Path> files(Arguments arguments) throws IOException {
        List<Path> given = new ArrayList<>();
        for (String text : arguments.texts("from")) {
            Path path = Path.of(text);
            if (Files.isDirectory(path)) {
                given.add(path.resolve(Weights.CONFIG));
                given.addAll(WeightFiles.list(path));
                if (Files.isRegularFile(path.resolve(TOKENIZER))) {
                    given.add(path.resolve(TOKENIZER));
                }
            } else {
                given.add(path);
            }
        }
        Map<String, Path> files = new TreeMap<>();
        for (Path path : given) {
            if (!Files.isRegularFile(path)) {
                throw new BadInputException(path, "does not exist", "check the path");
            }
            if (files.put(path.getFileName().toString(), path) != null) {
                throw new UsageException("--from gives " + path.getFileName() + " twice");
            }
        }
        return files;
    }

    private static void check(Path file, String expected, String actual) {
        if (!actual.equals(expected)) {
            throw new BadInputException(
                    file,
                    "has the SHA-256 " + actual + ", expected " + expected,
                    "it is not the file that was pinned: download it again, or correct --sha256 if you trust it");
        }
    }

    private static void note(Weights.Contents contents, Run run) {
        run.value("model", contents.architecture().family());
        run.count("parameters", contents.parameters());
        if (!contents.fresh().isEmpty()) {
            run.log("not in these weights, fresh in training: " + String.join(", ", contents.fresh()));
        }
        if (!contents.ignored().isEmpty()) {
            run.log("of no use to a classifier, ignored: " + String.join(", ", contents.ignored()));
        }
    }
}
