"""How past runs differ: the settings they do not share, as words and as a table."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from typing import Any

from playground.csv_text import csv_text
from playground.experiment.naming import source_text
from playground.experiment.run_log import RunEntry
from playground.experiment.spec import ExperimentSpec
from playground.experiment.wording import value_text
from playground.settings import SettingError, changed, find, settings_of

_LONGEST = 40  # characters of a value among others


def differing_paths(specs: Iterable[ExperimentSpec]) -> tuple[str, ...]:
    """The dotted paths of the settings in which some experiments differ; the seed is not one."""
    specs = list(specs)
    paths: dict[str, None] = {}
    for spec in specs[1:]:
        for entry in changed(specs[0], spec):
            paths.setdefault(entry.path)
    paths.pop("seed", None)
    sections = list(settings_of(ExperimentSpec))
    return tuple(sorted(paths, key=lambda path: sections.index(path.partition(".")[0])))


def settings_text(spec: ExperimentSpec, paths: Sequence[str]) -> str:
    """An experiment's values of some settings: ``"Optimizer gd, L2 penalty (λ) 0.1"``."""
    words = []
    for path in paths:
        try:
            entry = find(spec, path)
        except SettingError:
            continue  # of another choice than the one made here
        if path == "data.source":
            words.append(f"{entry.setting.label} {source_text(spec)}")
        elif not entry.is_section:
            text = value_text(entry.value, entry.setting)
            text = text if len(text) < _LONGEST else f"{text[: _LONGEST - 1]}…"
            words.append(f"{entry.setting.label} {text}")
    return ", ".join(words)


def as_rows(runs: Sequence[RunEntry]) -> list[dict[str, Any]]:
    """Past runs as rows of the same columns, a setting that differs in a column of its own.

    Numbers are in full; what is not known, or no setting of that experiment, is ``""``.
    """
    paths = differing_paths(run.spec for run in runs)
    return [
        {
            "number": run.number,
            "kind": run.kind,
            "name": run.name,
            "pinned": "yes" if run.pinned else "no",
            "varied": run.varied,
            **{path: _value(run.spec, path) for path in paths},
            "seeds": " ".join(map(str, run.seeds)),
            "epochs": run.epochs,
            "train_cost": _number(run.train_cost),
            "train_error": _number(run.train_error),
            "dev_error": _number(run.dev_error),
            "seconds": round(run.seconds, 3),
            "began": time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(run.began)),
            "result": run.sentence,
        }
        for run in runs
    ]


def as_csv(runs: Sequence[RunEntry]) -> str:
    """The rows of `as_rows` as CSV; empty without any."""
    rows = as_rows(runs)
    return csv_text(list(rows[0]), (list(row.values()) for row in rows)) if rows else ""


def _value(spec: ExperimentSpec, path: str) -> str:
    try:
        return value_text(find(spec, path).value)
    except SettingError:
        return ""


def _number(value: float) -> float | str:
    return value if math.isfinite(value) else ""
