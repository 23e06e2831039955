"""lc_noisy with successive halving from step 1, factor 3, by Optuna's own code over many seeds: best value after 100 trials.

Debian's Optuna 3.1, with its multivariate sampler, the constant liar, and the widths of kernels that Optuna 5 has there (those
of 3.1's univariate kernels). To be held beside `search.sh spread lc_noisy asha1 20`: what of the 30 seeds of the reference is
chance.    optuna_lc_noisy.py SEEDS
"""

import math
import sys

import numpy
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
SPACE = {"lr": (1e-5, 1), "wd": (1e-6, 1e-1)}


def value(lr, wd, step):
    a, b = math.log10(lr), math.log10(wd)
    end = 0.1 + 0.05 * (a + 2) ** 2 + 0.03 * (b + 4) ** 2
    k = 0.05 + 0.30 * math.exp(-((a + 1.5) ** 2))
    return end + 2.2 * math.exp(-k * step) + 0.03 * math.sin(37 * step + 91 * a + 53 * b)


def best(seed, trials=100, steps=27):
    sampler = optuna.samplers.TPESampler(seed=seed, multivariate=True, constant_liar=True)
    sampler._parzen_estimator_parameters = sampler._parzen_estimator_parameters._replace(multivariate=False)
    study = optuna.create_study(sampler=sampler, pruner=optuna.pruners.SuccessiveHalvingPruner(1, 3, 0))
    for _ in range(trials):
        trial = study.ask()
        point = {name: trial.suggest_float(name, low, high, log=True) for name, (low, high) in SPACE.items()}
        for step in range(1, steps + 1):
            trial.report(value(**point, step=step), step)
            if step < steps and trial.should_prune():
                study.tell(trial, state=optuna.trial.TrialState.PRUNED)
                break
        else:
            study.tell(trial, value(**point, step=steps))
    return study.best_value


values = [best(seed) for seed in range(int(sys.argv[1]))]
print("quartiles of", len(values), "seeds:", *(f"{quartile:.5f}" for quartile in numpy.percentile(values, [25, 50, 75])))
