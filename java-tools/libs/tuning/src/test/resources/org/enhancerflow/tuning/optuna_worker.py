"""A worker of Optuna's own: python3 optuna_worker.py STORAGE STUDY TRIALS. Reports, prunes now and then, completes."""
import sys

import optuna


def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    units = trial.suggest_int("units", 1, 64, log=True)
    schedule = trial.suggest_categorical("schedule", ["linear", "cosine"])
    for step in range(1, 4):
        trial.report(x * step, step)
        if step == 2 and x < 0.2:
            raise optuna.TrialPruned()
    trial.set_user_attr("worker", "optuna")
    return 3 * x + (0 if schedule == "linear" else 1) - units / 100


optuna.logging.set_verbosity(optuna.logging.ERROR)
place, name, trials = sys.argv[1], sys.argv[2], int(sys.argv[3])
if place.startswith("postgresql"):
    storage = optuna.storages.RDBStorage(place, heartbeat_interval=60)
else:
    storage = optuna.storages.JournalStorage(optuna.storages.JournalFileStorage(place))
study = optuna.create_study(
    study_name=name, storage=storage, direction="maximize", load_if_exists=True, sampler=optuna.samplers.RandomSampler()
)
study.optimize(objective, n_trials=trials)
