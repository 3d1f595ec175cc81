"""From what a study came to, to its row in the run history, and back to a study to run again."""

from __future__ import annotations

import time

import numpy as np

from playground.experiment.history import EVALUATION_COLUMNS
from playground.experiment.run_log import MOST_CURVES, RunCurve, RunEntry, thinned
from playground.experiment.studies.kinds.kind import kind_of
from playground.experiment.studies.kinds.request import StudyOutcome, StudyRequest
from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.results.bands import curve

_MEASURED = ("learning_rate", "train_cost", "dev_cost", "train_error", "dev_error")


def entry_of(number: int, outcome: StudyOutcome) -> RunEntry:
    """The row of a study that is over, or was cancelled on its way."""
    request, result = outcome.request, outcome.result
    best, labels = request.kind.best(result), list(result.study.labels)
    shown = labels[:MOST_CURVES]
    if best.label not in shown:
        shown[-1] = best.label
    return RunEntry(
        number=number,
        kind="study",
        title=request.title,
        name=request.title,
        spec=result.study.base,
        seeds=result.study.seeds,
        epochs=max(record.epoch for record in result.records),
        train_cost=best.train_cost,
        train_error=best.train_error,
        dev_error=best.dev_error,
        task=result.task,
        seconds=result.seconds,
        began=time.time() - result.seconds,
        sentence=" ".join(outcome.sentences),
        curves=tuple(_median(label, result.of(label)) for label in shown),
        best=shown.index(best.label),
        study=result.study,
    )


def request_of(run: RunEntry) -> StudyRequest | None:
    """What runs a study of the history again, from the same seeds; None for what is no study."""
    if run.study is None:
        return None
    return StudyRequest(
        kind_of(run.study), run.spec, seeds=len(run.seeds), repeated=run.study, title=run.title
    )


def _median(label: str, records: tuple[RunRecord, ...]) -> RunCurve:
    """The medians of the runs of one variation."""
    bands = {name: curve(records, name) for name in _MEASURED}
    steps = bands["train_cost"].x
    begun = [record.start for record in records if record.start is not None]
    each = begun[0].batches_per_epoch if begun else 1
    evaluations = np.full((len(steps), len(EVALUATION_COLUMNS)), np.nan)
    columns = {"step": steps, "epoch": steps / each}
    columns |= {name: band.median for name, band in bands.items()}
    for name, values in columns.items():
        evaluations[:, EVALUATION_COLUMNS.index(name)] = values
    return RunCurve(label, thinned(evaluations))
