"""Optuna's own code beside SearchBench: what of its results is chance, and what one ask and tell costs it.

Optuna 5 is on no package index yet: point PYTHONPATH at a checkout of its sources; Debian's python3-optuna has what they need.

    PYTHONPATH=CHECKOUT optuna_peer.py spread SETS    30 seeds a set, lc_noisy with successive halving from step 1, factor 3
    PYTHONPATH=CHECKOUT optuna_peer.py cost           CPU time, as search.sh cost
"""

import json
import math
import os
import sys
import tempfile
import time
import warnings

import numpy
import optuna
from optuna.storages import JournalStorage

STEPS = 27
SEEDS = 30


def curve(lr, wd, step):
    a, b = math.log10(lr), math.log10(wd)
    end = 0.1 + 0.05 * (a + 2) ** 2 + 0.03 * (b + 4) ** 2
    k = 0.05 + 0.30 * math.exp(-((a + 1.5) ** 2))
    return end + 2.2 * math.exp(-k * step) + 0.03 * math.sin(37 * step + 91 * a + 53 * b)


def best_of_curve(seed, trials=100):
    """The best complete value of one study."""
    study = optuna.create_study(
        sampler=optuna.samplers.TPESampler(seed=seed),
        pruner=optuna.pruners.SuccessiveHalvingPruner(1, 3, 0),
        study_name=f"lc_noisy-{seed}",
    )
    for _ in range(trials):
        trial = study.ask()
        point = {"lr": trial.suggest_float("lr", 1e-5, 1, log=True), "wd": trial.suggest_float("wd", 1e-6, 1e-1, log=True)}
        for step in range(1, STEPS + 1):
            trial.report(curve(**point, step=step), step)
            if step < STEPS and trial.should_prune():
                study.tell(trial, state=optuna.trial.TrialState.PRUNED)
                break
        else:
            study.tell(trial, curve(**point, step=STEPS))
    return study.best_value


def spread(sets, reference):
    """Prints the quartiles of the seeds that the reference does not have, and how many sets of 30 lie within the reference's."""
    with open(reference) as file:
        listed = next(
            row["best_at_100"]
            for row in json.load(file)
            if (row["optuna"], row["function"], row["pruner"]) == ("5.0.0.dev", "lc_noisy", "asha1")
        )
    first = [best_of_curve(seed) for seed in range(SEEDS)]
    print(sum(a == b for a, b in zip(first, listed["by_seed"])), "of the reference's", SEEDS, "values again, bit by bit")
    others = [best_of_curve(seed) for seed in range(SEEDS, SEEDS * (sets + 1))]
    print("quartiles of", len(others), "further seeds:", *(f"{value:.5f}" for value in numpy.percentile(others, [25, 50, 75])))
    medians = numpy.median(numpy.reshape(others, (sets, SEEDS)), axis=1)
    within = int(sum(medians <= listed["q75"]))
    print("medians of", sets, "sets of 30:", *(f"{median:.5f}" for median in sorted(medians)))
    print(within, "of them not above the reference's upper quartile", f"{listed['q75']:.5f}")


def hartmann6(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    a = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
    p = [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
    return -sum(
        alpha * math.exp(-sum(w * (v - 1e-4 * q) ** 2 for w, v, q in zip(row, x, at)))
        for alpha, row, at in zip([1.0, 1.2, 3.0, 3.2], a, p)
    )


def mixed(trial):
    opt = trial.suggest_categorical("opt", ["sgd", "adam", "adamw", "lion"])
    lr = math.log10(trial.suggest_float("lr", 1e-5, 1e-1, log=True))
    units = math.log2(trial.suggest_int("units", 8, 1024, log=True)) - 8
    layers = trial.suggest_int("layers", 1, 6) - 3
    drop = trial.suggest_float("drop", 0, 0.5, step=0.05)
    off = {"sgd": (0.30, -1.5), "adam": (0.05, -3), "adamw": (0, -3), "lion": (0.02, -4)}[opt]
    return off[0] + 0.3 * (lr - off[1]) ** 2 + 0.1 * units**2 + 0.05 * layers**2 + 2 * (drop - 0.2) ** 2 + 0.1 * abs(layers * units)


def cost():
    """Prints the mean CPU time of ten trials up to the 100th and of a hundred up to the 1,000th."""
    print("| study | Optuna", optuna.__version__, "after 100 trials, CPU ms | after 1,000 trials, CPU ms |")
    print("|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for what, function, storage in [
            ("hartmann6, in memory", hartmann6, None),
            ("mixed, in memory", mixed, None),
            ("mixed, journal file", mixed, journal(os.path.join(folder, "study.journal"))),
        ]:
            study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0), storage=storage)
            spent = []
            for i in range(1, 1001):
                if i in (91, 901):
                    start = time.process_time()
                trial = study.ask()
                study.tell(trial, function(trial))
                if i in (100, 1000):
                    spent.append((time.process_time() - start) * 1000 / (10 if i == 100 else 100))
            print(f"| {what} | {spent[0]:.2f} | {spent[1]:.2f} |", flush=True)


def journal(path):
    try:
        from optuna.storages.journal import JournalFileBackend  # Optuna 4 and 5
    except ImportError:
        from optuna.storages import JournalFileStorage as JournalFileBackend  # Optuna 3
    return JournalStorage(JournalFileBackend(path))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    if sys.argv[1] == "cost":
        cost()
    else:
        here = os.path.dirname(os.path.abspath(__file__))
        spread(int(sys.argv[2]), os.environ.get("REFERENCE", os.path.join(here, "../../../shared/golden/optuna/benchmark_reference.json")))
