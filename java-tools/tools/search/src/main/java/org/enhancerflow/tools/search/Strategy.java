package org.enhancerflow.tools.search;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.learning.Hyperparameters;
import org.enhancerflow.learning.TrainingTask;
import org.enhancerflow.tuning.HyperbandPruner;
import org.enhancerflow.tuning.PercentilePruner;
import org.enhancerflow.tuning.Pruner;
import org.enhancerflow.tuning.RandomSampler;
import org.enhancerflow.tuning.Sampler;
import org.enhancerflow.tuning.SearchSpace;
import org.enhancerflow.tuning.SuccessiveHalvingPruner;
import org.enhancerflow.tuning.TpeSampler;

/**
 * How trials are chosen and which of them are stopped early; Optuna's methods under Optuna's names.
 *
 * @param sampler chooses the parameters
 * @param pruner stops trials
 */
record Strategy(Sampler sampler, Pruner pruner) {
    /** Settings on which the number of a trial's steps depends. */
    private static final Set<String> STEPS = Set.of("batch_size", "epochs", "max_steps", "evaluate_every");

    private static final int CANDIDATES = 24;
    private static final int MOST = 1_000_000;

    private enum SamplerKind {
        TPE,
        RANDOM
    }

    private enum PrunerKind {
        HYPERBAND,
        SUCCESSIVE_HALVING,
        MEDIAN,
        NONE
    }

    /** Declares the options. */
    static void declare(ToolOptions.Builder options) {
        options.withDefault("sampler", "NAME", "tpe", "tpe or random")
                .withDefault("startup-trials", "N", "10", "trials drawn uniformly before tpe learns")
                .flag("univariate", "tpe draws each parameter by itself instead of all together")
                .flag("no-liar", "tpe does not count running trials as bad ones")
                .withDefault("pruner", "NAME", "hyperband", "hyperband, successive-halving, median or none")
                .optional("reduction-factor", "N", "one of so many trials passes a rung (hyperband 3, halving 4)")
                .optional("min-steps", "N", "step of the first rung (default: that of the first evaluation)");
    }

    /**
     * Reads the options.
     *
     * @param candidates what the trials have in common; their steps are those that rungs are laid over
     */
    static Strategy of(Arguments arguments, Candidates candidates, SearchSpace space) throws IOException {
        long seed = candidates.options().seed();
        int startup = arguments.integer("startup-trials", 0, MOST);
        Sampler sampler =
                switch (arguments.choice("sampler", SamplerKind.class)) {
                    case TPE ->
                        new TpeSampler(
                                seed, startup, CANDIDATES, !arguments.has("univariate"), !arguments.has("no-liar"));
                    case RANDOM -> new RandomSampler(seed);
                };
        TrainingTask task = candidates.task(Map.of());
        long first = arguments.optionalText("min-steps").isPresent()
                ? arguments.longInteger("min-steps", 1, Long.MAX_VALUE)
                : firstEvaluation(task);
        Pruner pruner =
                switch (arguments.choice("pruner", PrunerKind.class)) {
                    case HYPERBAND -> new HyperbandPruner(first, steps(task, space), factor(arguments, 3));
                    case SUCCESSIVE_HALVING ->
                        new SuccessiveHalvingPruner(OptionalLong.of(first), factor(arguments, 4), 0, 0);
                    case MEDIAN -> PercentilePruner.median();
                    case NONE -> Pruner.NONE;
                };
        return new Strategy(sampler, pruner);
    }

    private static int factor(Arguments arguments, int standard) {
        return arguments.optionalText("reduction-factor").isPresent()
                ? arguments.integer("reduction-factor", 2, MOST)
                : standard;
    }

    private static long firstEvaluation(TrainingTask task) {
        Hyperparameters training = task.hyperparameters();
        long total = training.totalSteps(task.train().size());
        long every = training.evaluateEvery() > 0
                ? training.evaluateEvery()
                : Math.round(total / Math.max(1, training.epochs()));
        return Math.max(1, Math.min(every, total));
    }

    /** Steps of a whole trial, if all have the same; else the first complete trial tells. */
    private static OptionalLong steps(TrainingTask task, SearchSpace space) {
        Hyperparameters training = task.hyperparameters();
        long total = training.totalSteps(task.train().size());
        boolean varies = space.parameters().keySet().stream().anyMatch(STEPS::contains);
        return varies && training.maxSteps() != total ? OptionalLong.empty() : OptionalLong.of(total);
    }
}
