package org.enhancerflow.tools.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Calibration;
import org.enhancerflow.artifacts.Predictions;
import org.enhancerflow.artifacts.Shard;
import org.enhancerflow.artifacts.WindowShard;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Parts;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.learning.Hardware;
import org.enhancerflow.learning.ModelFolder;
import org.enhancerflow.learning.Scorer;
import org.enhancerflow.tokenizers.Tokenizer;
import org.enhancerflow.tokenizers.Tokenizers;

/** PREDICT: what a model says of windows, whether their class is known or not. */
public final class PredictTool implements Tool {
    @Override
    public String name() {
        return "predict";
    }

    @Override
    public String summary() {
        return "Scores windows with a model folder: calibrated probability and logit of every class.";
    }

    @Override
    public ToolOptions options() {
        ToolOptions.Builder options = ToolOptions.builder()
                .required("model", "DIR", "model folder: of train, or from elsewhere in Hugging Face layout")
                .required("windows", "F", "windows table written by extract, dedup or split")
                .required("reference", "FA", "the reference the windows were cut from (FASTA or its folder)")
                .optional("calibration", "F", "calibration.json of evaluate (default: temperature 1, threshold 0.5)")
                .optional("max-tokens", "N", "longest input (default: what the model was trained on)")
                .inParts("F", "out")
                .required("out", "F", "predictions.tsv.gz to write");
        Hardware.declare(options);
        return options.build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path out = arguments.path("out");
        if (arguments.has("parts")) {
            Parts parts = Parts.of(arguments, run);
            AtomicOutput.file(out, file -> Predictions.join(parts.paths(), file));
            parts.counts().forEach(run::count);
            run.value("device", parts.value("device"));
        } else {
            predict(arguments, out, run);
        }
        run.output(out);
        run.commit(out);
    }

    private static void predict(Arguments arguments, Path out, Run run) throws IOException {
        Path modelFolder = arguments.existingDirectory("model");
        Path windowsFile = arguments.existingFile("windows");
        Path referencePath = arguments.path("reference");
        Optional<Path> calibrationFile = arguments.optionalExistingFile("calibration");
        Hardware hardware = Hardware.of(arguments);
        ModelFolder model = ModelFolder.open(modelFolder);
        Shard shard = arguments.shard("shard").orElse(Shard.WHOLE);
        WindowTable windows = WindowShard.read(windowsFile, shard, Scorer.BLOCK).windows();
        Calibration calibration = calibration(calibrationFile, model.labels());
        try (Reference reference = Reference.open(referencePath);
                Tokenizer tokenizer = Tokenizers.open(model.tokenizer())) {
            run.input(modelFolder);
            run.input(windowsFile);
            run.input(referencePath, reference.digest());
            if (calibrationFile.isPresent()) {
                run.input(calibrationFile.get());
            }
            int limit = arguments.has("max-tokens")
                    ? arguments.integer("max-tokens", 1, Integer.MAX_VALUE)
                    : model.maxTokens();
            requireRoom(tokenizer, limit);
            Predicting predicting = new Predicting(model, tokenizer, limit, calibration);
            AtomicOutput.file(out, file -> predicting.write(file, windows, windowsFile, reference, hardware, run));
        }
    }

    /** The file's, whose labels must be the model's; without a file temperature 1 and threshold 0.5 of the last class. */
    private static Calibration calibration(Optional<Path> file, List<String> labels) throws IOException {
        if (file.isEmpty()) {
            return new Calibration(1, 0.5, labels, labels.get(labels.size() - 1));
        }
        Calibration calibration = Calibration.read(file.get());
        if (!calibration.labels().equals(labels)) {
            throw new BadInputException(
                    file.get(),
                    "is of a model with the labels " + calibration.labels() + ", this one has " + labels,
                    "pass the calibration.json that evaluate wrote for this model");
        }
        return calibration;
    }

    private static void requireRoom(Tokenizer tokenizer, int limit) {
        int specials = tokenizer.specialsBefore() + tokenizer.specialsAfter();
        if (limit <= specials) {
            throw new UsageException(
                    "--max-tokens " + limit + " leaves no room for bases beside the " + specials + " special tokens");
        }
    }
}
