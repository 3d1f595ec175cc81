"""What a study shows, in words: the same in the window and on the command line."""

from __future__ import annotations

from playground.data.datasets import Dataset
from playground.experiment.studies.kinds.learning_curve import LearningCurve, read_learning_curve
from playground.experiment.studies.kinds.sweep import Choice, choose
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.before_after import before_and_after
from playground.experiment.studies.results.endings import cancelled_at
from playground.experiment.studies.results.leaderboard import sentence

Reading = Choice | LearningCurve
"""What a validation curve or a learning curve shows."""


def read(result: StudyResult, dataset: Dataset | None = None) -> Reading | None:
    """What the curve of a study shows; None where it has none.

    Parameters
    ----------
    result : StudyResult
    dataset : Dataset, optional
        As it was given to `run`.
    """
    study = result.study
    if study.kind == "sweep":
        return choose(result, dataset)
    if study.kind == "learning_curve":
        asked = study.base.diagnosis
        return read_learning_curve(result, asked.bayes_error, asked.tolerance, dataset)
    return None


def sentences(result: StudyResult, reading: Reading | None) -> list[str]:
    """What a study shows, and how it was run where that matters.

    Parameters
    ----------
    result : StudyResult
    reading : Choice, LearningCurve or None
        As `read` gives it.
    """
    if reading is not None:
        words = [reading.sentence]
        if result.cancelled:
            at = cancelled_at(result.records)
            words.append(f"{at[:1].upper()}{at[1:]}; what was reached by then is kept.")
    elif result.study.kind == "recipe" and not result.cancelled:
        words = [before_and_after(result)]
    else:
        words = [sentence(result)]
    return [*words, *result.notices]
