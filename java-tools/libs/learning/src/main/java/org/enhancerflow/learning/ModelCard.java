package org.enhancerflow.learning;

import java.util.Locale;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.engine.Architecture;

/** The README.md of a model folder: what the model is and how it came to be, in the form Hugging Face shows. */
final class ModelCard {

    private ModelCard() {}

    static String of(TrainingRecord record, Architecture architecture) {
        StringBuilder settings = new StringBuilder();
        record.settings().forEach((name, value) -> settings.append("| ")
                .append(name)
                .append(" | ")
                .append(value)
                .append(" |\n"));
        return CARD.replace("$USE", architecture.configuration().containsKey("auto_map") ? USE : "")
                .replace(
                        "$LIBRARY",
                        architecture.configuration().containsKey("auto_map") ? "transformers" : "enhancerflow")
                .replace("$MODEL", record.model())
                .replace("$LABELS", String.join(", ", record.labels()))
                .replace("$START", record.pretrained() == null ? "random weights" : "pretrained weights")
                .replace("$PARAMETERS", String.format(Locale.ROOT, "%,d", record.parameterCount()))
                .replace("$KIND", record.tokenizerKind())
                .replace("$MAX", Integer.toString(record.maxTokens()))
                .replace("$TRAIN", String.format(Locale.ROOT, "%,d", record.trainWindows()))
                .replace("$VALIDATION", String.format(Locale.ROOT, "%,d", record.validationWindows()))
                .replace("$BEST_STEP", Long.toString(record.bestStep()))
                .replace("$BEST", String.format(Locale.ROOT, "%.4f", record.bestPrAuc()))
                .replace("$STEPS", Long.toString(record.steps()))
                .replace("$SEED", Long.toString(record.seed()))
                .replace("$SETTINGS", settings.toString().stripTrailing());
    }

    private static final String USE =
            """

            ## Use in Python
            ```python
            from transformers import AutoModelForSequenceClassification, AutoTokenizer

            tokenizer = AutoTokenizer.from_pretrained("FOLDER")
            # The model's code comes from the repository that auto_map in config.json names; read it before you trust it.
            model = AutoModelForSequenceClassification.from_pretrained("FOLDER", trust_remote_code=True)
            logits = model(**tokenizer(["ACGTTGCA"], return_tensors="pt")).logits
            ```
            Sequences must be in upper case.
            """;

    private static final String CARD =
            """
            ---
            library_name: $LIBRARY
            tags:
            - biology
            - genomics
            ---
            # $MODEL

            A classifier of DNA windows into $LABELS, trained by EnhancerFlow from $START.

            | | |
            |---|---|
            | parameters trained | $PARAMETERS |
            | tokens | $KIND, at most $MAX |
            | training windows | $TRAIN |
            | validation windows | $VALIDATION |
            | weights kept | step $BEST_STEP of $STEPS, validation PR-AUC $BEST (average precision, mean over classes) |
            | seed | $SEED |

            The test windows were not seen in training. Scores are not calibrated: calibration.json of EVALUATE holds temperature and
            threshold.
            $USE
            ## Settings
            | name | value |
            |---|---|
            $SETTINGS
            """;
}
