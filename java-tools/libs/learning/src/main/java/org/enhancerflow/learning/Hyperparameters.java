package org.enhancerflow.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.OptimizerSettings;
import org.enhancerflow.engine.Setting;
import org.enhancerflow.engine.Settings;

/**
 * How a model is trained. The names are those of {@code --set} and of search spaces.
 *
 * @param learningRate at the end of the warm-up
 * @param batchSize sequences per step
 * @param epochs passes over the training windows; may be a fraction
 * @param maxSteps limit of steps; 0 for none
 * @param warmup steps over which the learning rate rises; below 1 a share of all steps
 * @param schedule how the learning rate falls
 * @param evaluateEvery steps between evaluations; 0 for one per epoch
 * @param patience evaluations without a better one after which training stops; 0 for no limit
 * @param eitherStrand whether a step reads the reverse complement of each sequence with a chance of one half
 * @param optimizer constants of AdamW
 */
public record Hyperparameters(
        double learningRate,
        int batchSize,
        double epochs,
        long maxSteps,
        double warmup,
        Schedule schedule,
        long evaluateEvery,
        int patience,
        boolean eitherStrand,
        OptimizerSettings optimizer) {

    private static final double MANY = 1e12;

    private static final List<Setting> GENERAL = List.of(
            Setting.decimal("learning_rate", 3e-5, 0, 10, "learning rate at the end of the warm-up"),
            Setting.decimal(
                    "weight_decay", 0.01, 0, 10, "AdamW's decoupled weight decay; biases and norms are left alone"),
            Setting.integer("batch_size", 32, 1, 1_000_000, "sequences per step"),
            Setting.decimal("epochs", 3, 0, 1_000_000, "passes over the training windows; may be a fraction"),
            Setting.integer("max_steps", 0, 0, (long) MANY, "limit of steps; 0 for none"),
            Setting.decimal("warmup", 50, 0, MANY, "steps of rising learning rate; below 1 a share of all steps"),
            Setting.choice("schedule", List.of("linear", "cosine"), "how the learning rate falls after the warm-up"),
            Setting.decimal("clip", 1, 0, 1e9, "largest global norm of the gradient; 0 for no limit"),
            Setting.decimal("label_smoothing", 0, 0, 0.99, "share of the target spread over all classes"),
            Setting.decimal("beta1", 0.9, 0, 0.999999, "decay of AdamW's first moment"),
            Setting.decimal("beta2", 0.98, 0, 0.999999, "decay of AdamW's second moment"),
            Setting.decimal("epsilon", 1e-6, 1e-16, 1, "AdamW's epsilon"),
            Setting.integer("evaluate_every", 0, 0, (long) MANY, "steps between evaluations; 0 for one per epoch"),
            Setting.integer(
                    "patience", 0, 0, 1_000_000, "evaluations without a better one before stopping; 0 for no limit"),
            Setting.choice(
                    "augment",
                    List.of("none", "reverse_complement"),
                    "what a step may read in place of a sequence; the tokens must hold both strands"),
            Setting.decimal(
                    "consistency",
                    0,
                    0,
                    1000,
                    "weight of a penalty on different answers for the two strands, which are then both read; 0 for none"));

    /** Everything that may be set for a family: training first, then its sizes. */
    public static List<Setting> declared(Family family) {
        Map<String, String> defaults = family.trainingDefaults();
        List<Setting> all = new ArrayList<>();
        for (Setting setting : GENERAL) {
            String own = defaults.get(setting.name());
            all.add(own == null ? setting : setting.withDefault(own));
        }
        all.addAll(family.settings());
        return List.copyOf(all);
    }

    /** The training part of checked settings. */
    public static Hyperparameters of(Settings settings) {
        return new Hyperparameters(
                settings.decimal("learning_rate"),
                settings.integer("batch_size"),
                settings.decimal("epochs"),
                settings.longInteger("max_steps"),
                settings.decimal("warmup"),
                Schedule.valueOf(settings.text("schedule").toUpperCase(Locale.ROOT)),
                settings.longInteger("evaluate_every"),
                settings.integer("patience"),
                settings.text("augment").equals("reverse_complement"),
                new OptimizerSettings(
                        settings.decimal("beta1"),
                        settings.decimal("beta2"),
                        settings.decimal("epsilon"),
                        settings.decimal("weight_decay"),
                        false,
                        settings.decimal("clip"),
                        settings.decimal("label_smoothing"),
                        settings.decimal("consistency")));
    }

    /** What a step reads of a sequence. */
    Batches.Strands strands() {
        if (optimizer.consistency() > 0) {
            return Batches.Strands.BOTH;
        }
        return eitherStrand ? Batches.Strands.EITHER : Batches.Strands.GIVEN;
    }

    /** Steps of one pass over {@code rows} windows; the last one may be smaller. */
    long stepsPerEpoch(int rows) {
        return (rows + batchSize - 1L) / batchSize;
    }

    /** Steps of the whole training, at least 1. */
    public long totalSteps(int rows) {
        long steps = Math.max(1, Math.round(epochs * stepsPerEpoch(rows)));
        return maxSteps > 0 ? Math.min(maxSteps, steps) : steps;
    }

    /** Whether the model is evaluated after a step; always after the last. */
    boolean evaluatesAfter(long step, int rows) {
        long every = evaluateEvery > 0 ? evaluateEvery : stepsPerEpoch(rows);
        return step % every == 0 || step == totalSteps(rows);
    }

    /** Learning rate of a step, from 1. */
    double learningRate(long step, int rows) {
        long total = totalSteps(rows);
        long rise = Math.min(total, Math.round(warmup < 1 ? warmup * total : warmup));
        return learningRate * schedule.factor(step, rise, total);
    }
}
