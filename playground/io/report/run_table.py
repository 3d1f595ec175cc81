"""Past runs as a table that people read: the one in a report."""

from __future__ import annotations

import math
from collections.abc import Sequence

from playground.experiment.differing import settings_text
from playground.experiment.run_log import RunEntry
from playground.experiment.spec import ExperimentSpec
from playground.experiment.wording import error_text
from playground.settings import changed

#: Columns that say nothing where all runs have the same in them.
_TOLD_WHERE_THEY_DIFFER = ("what differs", "seed", "epochs")


def run_table(runs: Sequence[RunEntry], spec: ExperimentSpec) -> list[dict[str, str]]:
    """A row for each run, from the same columns to words; what is not known is a dash.

    What differs is said against the experiment `spec`, which the report is about; a column that
    says the same of every run is left out.
    """
    rows = [
        {
            "run": run.name,
            "what differs": run.varied or _differing(run.spec, spec) or "–",
            "seed": _seeds(run.seeds),
            "epochs": f"{run.epochs:,}",
            "train cost": f"{run.train_cost:.4g}" if math.isfinite(run.train_cost) else "–",
            "train error": error_text(run.train_error, run.task),
            "dev error": error_text(run.dev_error, run.task),
        }
        for run in runs
    ]
    told = [name for name in _TOLD_WHERE_THEY_DIFFER if len({row[name] for row in rows}) == 1]
    return [{name: cell for name, cell in row.items() if name not in told} for row in rows]


def _differing(spec: ExperimentSpec, present: ExperimentSpec) -> str:
    """The settings of a run that are not those of the experiment, as words."""
    paths = [entry.path for entry in changed(present, spec) if entry.path != "seed"]
    return settings_text(spec, paths)


def _seeds(seeds: tuple[int, ...]) -> str:
    first, last = seeds[0], seeds[-1]
    return str(first) if first == last else f"{first} to {last}"
