"""A study as files: tidy tables of its runs and their curves, and a summary for programs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from playground import __version__
from playground.csv_text import csv_text
from playground.experiment.history import EVALUATION_COLUMNS
from playground.experiment.studies.kinds.request import StudyOutcome
from playground.experiment.studies.record import RunRecord, StudyResult
from playground.experiment.studies.results.table import reachable_cost, table
from playground.experiment.text import codec
from playground.experiment.wording import choice_text
from playground.json_text import json_text
from playground.settings import SettingError, Settings, find

_FINALS = ("train_cost", "dev_cost", "train_error", "dev_error")

#: Columns that count, written without a decimal point.
_COUNTS = frozenset({"step", "epoch"})


def runs_csv(result: StudyResult) -> str:
    """One row for each run: what was varied, its seed, how it ended and the numbers at the end.

    Nothing in it depends on the speed of the machine: equal studies give equal text.
    """
    cost = reachable_cost(result)
    paths = result.study.paths
    header = ["run", "label", *paths, "train_examples", "seed", "ended", "epochs", "steps"]
    header += [*_FINALS, "best_dev_error", "steps_to_cost", "why"]
    return csv_text(header, (_run_row(record, paths, cost) for record in result.records))


def histories_csv(result: StudyResult) -> str:
    """One row for each evaluation of each run, named by the run, label and seed of `runs_csv`."""

    def rows() -> Iterable[list[Any]]:
        for record in result.records:
            if record.points is None:
                continue
            name = [record.run.index + 1, record.run.label, record.run.seed]
            for row in record.points.evaluations.tolist():
                yield name + [
                    int(value) if column in _COUNTS else value
                    for column, value in zip(EVALUATION_COLUMNS, row)
                ]

    return csv_text(["run", "label", "seed", *EVALUATION_COLUMNS], rows())


def study_summary(outcome: StudyOutcome) -> dict[str, Any]:
    """The study in numbers and words for JSON; NaN where there is nothing to measure."""
    result, findings = outcome.result, {}
    if outcome.picks:
        findings["learning_rates"] = {pick.label: pick.rate for pick in outcome.picks}
    if outcome.reading is not None:
        findings |= outcome.reading.findings()
    study, cost = result.study, reachable_cost(result)
    rows = []
    for row, variation in zip(table(result, cost), study.variations):
        spec = variation.applied_to(study.base)
        rows.append(
            {
                "label": row.label,
                "settings": {path: _plain(_value(spec, path)) for path in study.paths},
                "train_examples": variation.train_examples,
                "runs": row.runs,
                "failed": row.failed,
                "median": {name: getattr(row, name) for name in _FINALS},
                "steps_to_cost": row.steps_to_cost,
                "step_seconds": row.step_seconds,
                "examples_per_second": row.examples_per_second,
            }
        )
    return {
        "playground": __version__,
        "kind": study.kind,
        "title": study.title,
        "settings": list(study.paths),
        "seeds": list(study.seeds),
        "sentences": list(outcome.sentences),
        "notices": list(result.notices),
        "cost_to_reach": cost,
        "variations": rows,
        **findings,
        "failures": [
            {
                "run": record.run.index + 1,
                "label": record.run.label,
                "seed": record.run.seed,
                "why": record.failure,
            }
            for record in result.failures
        ],
        "cancelled": result.cancelled,
        "seconds": round(result.seconds, 3),
    }


def write_study(outcome: StudyOutcome, folder: Path) -> None:
    """Write a study into a folder: ``runs.csv``, ``history.csv``, ``summary.json`` and
    ``experiment.toml``, the experiment all runs have in common.

    Raises
    ------
    FileError
        When a file cannot be written.
    """
    result, summary = outcome.result, study_summary(outcome)
    for name, content in (
        ("runs.csv", runs_csv(result)),
        ("history.csv", histories_csv(result)),
        ("summary.json", f"{json_text(summary)}\n"),
    ):
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    codec.write(folder / "experiment.toml", result.study.base)


def _run_row(record: RunRecord, paths: Sequence[str], cost: float) -> list[Any]:
    dev = record.column("dev_error")
    return [
        record.run.index + 1,
        record.run.label,
        *(_plain(_value(record.run.spec, path)) for path in paths),
        record.run.train_examples,
        record.run.seed,
        "running" if record.stop is None else record.stop.reason,
        record.epoch,
        record.steps,
        *(record.final(name) for name in _FINALS),
        float(dev[~_is_nan(dev)].min()) if (~_is_nan(dev)).any() else math.nan,
        record.steps_to(cost),
        record.failure,
    ]


def _is_nan(values: Any) -> Any:
    return values != values


def _value(spec: Settings, path: str) -> Any:
    """A setting's value; None where this experiment has no such setting."""
    try:
        return find(spec, path).value
    except SettingError:
        return None


def _plain(value: Any) -> Any:
    """A setting's value as JSON and CSV hold it."""
    if isinstance(value, Settings):
        return choice_text(value)
    return "-".join(str(_plain(each)) for each in value) if isinstance(value, tuple) else value
