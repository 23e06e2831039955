"""What Optuna reads from a storage: python3 optuna_report.py STORAGE, a journal's path or a URL. Prints JSON."""
import json
import sys

import optuna


def number(value):
    """Numbers that are not finite as text, since strict JSON has none."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
    return value


def trial(frozen):
    return {
        "number": frozen.number,
        "state": frozen.state.name,
        "values": [number(value) for value in frozen.values or []],
        "params": frozen.params,
        "distributions": {name: optuna.distributions.distribution_to_json(d) for name, d in frozen.distributions.items()},
        "intermediate_values": {str(step): number(value) for step, value in frozen.intermediate_values.items()},
        "user_attrs": frozen.user_attrs,
        "timed": frozen.datetime_start is not None and (frozen.datetime_complete is not None) == frozen.state.is_finished(),
    }


def report(storage, name):
    study = optuna.load_study(study_name=name, storage=storage)
    trials = study.get_trials(deepcopy=False)
    complete = any(frozen.state.name == "COMPLETE" for frozen in trials)
    return {
        "direction": study.direction.name,
        "trials": [trial(frozen) for frozen in trials],
        "best": study.best_trial.number if complete else None,
    }


optuna.logging.set_verbosity(optuna.logging.ERROR)
place = sys.argv[1]
if place.startswith("postgresql"):
    opened = optuna.storages.RDBStorage(place)
else:
    opened = optuna.storages.JournalStorage(optuna.storages.JournalFileStorage(place))
names = [summary.study_name for summary in optuna.get_all_study_summaries(opened)]
json.dump({name: report(opened, name) for name in names}, sys.stdout)
