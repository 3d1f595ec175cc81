"""Past runs as a table that people read: the one in a report."""

from __future__ import annotations

import math
from collections.abc import Sequence

from playground.experiment.differing import differing_paths, settings_text
from playground.experiment.run_log import RunEntry
from playground.experiment.wording import error_text


def run_table(runs: Sequence[RunEntry]) -> list[dict[str, str]]:
    """A row for each run, from the same columns to words; what is not known is a dash."""
    paths = differing_paths(run.spec for run in runs)
    return [
        {
            "run": run.name,
            "what differs": run.varied or settings_text(run.spec, paths) or "–",
            "seed": _seeds(run.seeds),
            "epochs": f"{run.epochs:,}",
            "train cost": f"{run.train_cost:.4g}" if math.isfinite(run.train_cost) else "–",
            "train error": error_text(run.train_error, run.task),
            "dev error": error_text(run.dev_error, run.task),
        }
        for run in runs
    ]


def _seeds(seeds: tuple[int, ...]) -> str:
    first, last = seeds[0], seeds[-1]
    return str(first) if first == last else f"{first} to {last}"
