"""What a proposal does to the errors of the present experiment, in words."""

from __future__ import annotations

import math

import numpy as np

from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.bands import differs
from playground.experiment.studies.results.leaderboard import Row, table
from playground.experiment.studies.variations import changes_text
from playground.experiment.wording import count, error_text


def before_and_after(result: StudyResult) -> str:
    """The change from the first variation of a study to each of the others."""
    before, *tried = table(result)
    seeds = len(result.study.seeds)
    over = f" (medians of {count(seeds, 'seed')})" if seeds > 1 else ""
    words = []
    for row, variation in zip(tried, result.study.variations[1:]):
        train, dev = (
            _change(getattr(before, name), getattr(row, name), result.task)
            for name in ("train_error", "dev_error")
        )
        what = changes_text(variation, result.study.base)
        name = f"{row.label} ({what})" if what else row.label
        words.append(f"{name}: the train error {train}, the dev error {dev}{over}.")
        words.append(_judged(before, row, result))
    for row in (before, *tried):
        if row.failed:
            words.append(f"{row.label}: {count(row.failed, 'run')} failed or diverged.")
    return " ".join(filter(None, words))


def _judged(before: Row, after: Row, result: StudyResult) -> str:
    """Whether it helps, as far as the seeds can tell."""
    gain = before.dev_error - after.dev_error
    if math.isnan(gain):
        return ""
    errors = [
        np.array([record.final("dev_error") for record in result.of(row.label)])
        for row in (before, after)
    ]
    if not differs(*errors):
        if gain == 0:
            return "Judged by the dev error, it changes nothing."
        return f"With {count(len(result.study.seeds), 'seed')} that may still be chance."
    return f"Judged by the dev error, {'it helps' if gain > 0 else 'it does harm'}."


def _change(before: float, after: float, task: str) -> str:
    if math.isnan(before) or math.isnan(after):
        return "is not known"
    if before == after:
        return f"stays at {error_text(after, task)}"
    verb = "falls" if after < before else "rises"
    return f"{verb} from {error_text(before, task)} to {error_text(after, task)}"
