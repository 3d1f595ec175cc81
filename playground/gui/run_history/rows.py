"""From what studies come to, to rows of the table of past runs. Qt-free."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np

from playground.experiment.history import EVALUATION_COLUMNS
from playground.experiment.run_log import MOST_CURVES, RunCurve, RunEntry, thinned
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.compare import RATE
from playground.experiment.studies.kinds.rate_finder import RateCurve
from playground.experiment.studies.record import RunRecord
from playground.experiment.studies.results.bands import curve
from playground.experiment.studies.results.leaderboard import Row
from playground.experiment.studies.study import Study, seeds_from
from playground.gui.studies.requests import RateRequest, StudyOutcome, StudyRequest

_MEASURED = ("train_cost", "dev_cost", "train_error", "dev_error")


def study_row(number: int, request: StudyRequest, outcome: StudyOutcome) -> RunEntry:
    """The row of a study that is over, or was cancelled on its way."""
    result, rows = outcome.scene.result, outcome.scene.rows
    best = min(range(len(rows)), key=lambda place: _rank(rows[place]))
    shown = list(range(min(MOST_CURVES, len(rows))))
    if best not in shown:
        shown[-1] = best
    return RunEntry(
        number=number,
        kind="study",
        title=request.title,
        name=request.title,
        spec=result.study.base,
        seeds=result.study.seeds,
        epochs=max(record.epoch for record in result.records),
        train_cost=rows[best].train_cost,
        train_error=rows[best].train_error,
        dev_error=rows[best].dev_error,
        task=result.task,
        seconds=result.seconds,
        began=time.time() - result.seconds,
        sentence=" ".join(outcome.sentences),
        curves=tuple(_median(rows[place].label, result.of(rows[place].label)) for place in shown),
        best=shown.index(best),
        study=result.study,
    )


def rates_row(number: int, request: RateRequest, found: RateCurve, seconds: float) -> RunEntry:
    """The row of a search for a learning rate."""
    evaluations = np.full((len(found.rates), len(EVALUATION_COLUMNS)), np.nan)
    for name, values in (
        ("step", np.arange(1.0, len(found.rates) + 1)),
        ("learning_rate", found.rates),
        ("train_cost", found.costs),
    ):
        evaluations[:, EVALUATION_COLUMNS.index(name)] = values
    return RunEntry(
        number=number,
        kind="rates",
        title=request.title,
        name=request.title,
        spec=request.spec,
        seeds=(request.spec.seed,),
        epochs=0,
        train_cost=float(found.costs.min()) if found.costs.size else math.nan,
        train_error=math.nan,
        dev_error=math.nan,
        task="",
        seconds=seconds,
        began=time.time() - seconds,
        sentence=found.sentence,
        curves=(RunCurve("", thinned(evaluations)),) if found.costs.size else (),
    )


def request_of(run: RunEntry) -> StudyRequest | RateRequest | None:
    """What runs a study of the table again, from the same seeds; None for a run."""
    if run.kind == "rates":
        return RateRequest(run.title, run.spec)
    study = run.study
    if study is None:
        return None

    def make(spec: ExperimentSpec, seeds: int) -> Study:
        return replace(study, base=spec, seeds=seeds_from(spec.seed, seeds))

    return StudyRequest(
        run.title,
        run.spec,
        make,
        seeds=len(run.seeds),
        own_rates=RATE not in study.paths and study.kind != "learning_curve",
        proposal=study.labels[-1] if study.kind == "recipe" else "",
    )


def _rank(row: Row) -> tuple[float, float]:
    """The lowest dev error is best, or the lowest train cost where there is no dev set."""
    values = row.dev_error, row.train_cost
    return tuple(math.inf if math.isnan(value) else value for value in values)


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
