"""What a proposal does to the errors of the present experiment, in words."""

from __future__ import annotations

import math

from playground.experiment.chance.differences import LEVEL
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.significance import Difference, between
from playground.experiment.studies.results.table import table
from playground.experiment.studies.variations import changes_text
from playground.experiment.wording import count, error_text, percent


def before_and_after(result: StudyResult) -> list[str]:
    """The change from the first variation of a study to each of the others, one after another."""
    before, *tried = table(result)
    seeds = len(result.study.seeds)
    over = f" (medians of {count(seeds, 'seed')})" if seeds > 1 else ""
    words = []
    for row, variation, found in zip(tried, result.study.variations[1:], changes(result)):
        train, dev = (
            _change(getattr(before, name), getattr(row, name), result.task)
            for name in ("train_error", "dev_error")
        )
        what = changes_text(variation, result.study.base)
        told = what.lower() in row.label.lower().replace(":", "")  # "Learning rate 1", and nothing
        name = row.label if told else f"{row.label} ({what})"
        change = f"{name}: the train error {train}, the dev error {dev}{over}."
        words.append(f"{change} {_judged(found)}".rstrip())
    for row in (before, *tried):
        if row.failed:
            words.append(f"{row.label}: {count(row.failed, 'run')} failed or diverged.")
    return words


def changes(result: StudyResult) -> list[Difference]:
    """How the dev error of each further variation differs from that of the first.

    Each is a question of its own, asked before anything ran: no best one is picked.
    """
    before, *tried = result.study.labels
    return [between(result, before, after) for after in tried]


def _judged(found: Difference) -> str:
    """Whether it helps, as far as the seeds can tell."""
    if not found.seeds:
        return ""
    if not found.largest:
        return "Judged by the dev error, it changes nothing."
    if not found.seen:
        return found.sentence
    verdict = "it helps" if found.mean < 0 else "it does harm"
    return f"Judged by the dev error, seed by seed (paired t test at {percent(LEVEL)}), {verdict}."


def _change(before: float, after: float, task: str) -> str:
    if math.isnan(after):
        return "is not known"
    if math.isnan(before):  # every run failed, which is told
        return f"is {error_text(after, task)}"
    if before == after:
        return f"stays at {error_text(after, task)}"
    verb = "falls" if after < before else "rises"
    return f"{verb} from {error_text(before, task)} to {error_text(after, task)}"
