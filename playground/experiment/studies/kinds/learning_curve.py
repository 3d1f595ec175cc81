"""Learning curve: errors against the number of training examples, and what they imply (NN 4)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.experiment.chance.differences import FEWEST_PAIRS
from playground.experiment.diagnosis import Diagnosis, diagnose
from playground.experiment.spec import ExperimentSpec
from playground.experiment.studies.kinds.kind import Axis, Reading, StudyKind, study_kinds
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.record import StudyResult
from playground.experiment.studies.results.bands import Band, final_band, final_values
from playground.experiment.studies.results.significance import Difference, difference
from playground.experiment.studies.running.dataset_cache import DatasetCache
from playground.experiment.studies.study import Study, StudyRun
from playground.experiment.studies.variations import Variation
from playground.experiment.wording import count, percent
from playground.settings import find, integer

#: No training set is made smaller than this, where it has as many.
_SMALLEST = 10


@dataclass(frozen=True, eq=False)
class LearningCurve(Reading):
    """Errors of train and dev against the number of training examples.

    Attributes
    ----------
    train, dev : Band
        Final errors over the seeds; ``x`` is the number of examples.
    diagnosis : Diagnosis or None
        Of the medians with all examples; None where nothing came to its end.
    more_data_helps : bool or None
        What the curve implies; None where it implies nothing.
    sentence : str
        The same in words.
    """

    train: Band
    dev: Band
    diagnosis: Diagnosis | None
    more_data_helps: bool | None
    sentence: str

    def findings(self) -> dict[str, Any]:
        """The verdict with all examples, and whether more would help."""
        verdict = None if self.diagnosis is None else self.diagnosis.verdict
        return {"diagnosis": verdict, "more_data_helps": self.more_data_helps}


@study_kinds.register("learning_curve", label="Learning curve")
class LearningCurveStudy(StudyKind):
    """Errors of train and dev against the number of training examples."""

    menu = "train"
    own_rates = False
    views = ("errors", "curves")

    points: int = integer(
        8, label="Points", help="How many sizes of the training set, at most.", within="[2, 100]"
    )

    def make(self, request: StudyRequest) -> Study:
        """Ever more of the training set; dev and test set stay the same.

        Every size trains for about as many mini-batches as the whole set does, so that a small
        set is not just trained less.
        """
        spec = request.spec
        first = StudyRun(0, "", spec.seed, spec)
        m = DatasetCache(spec, request.dataset).split(first).train.m
        sizes = np.geomspace(min(max(_SMALLEST, m / 20), m), m, self.points).round().astype(int)
        steps = spec.training.last_epoch(m) * _batches(m, spec)
        most = int(find(spec, "training.epochs").setting.maximum)
        variations = []
        for size in np.unique(sizes).tolist():
            epochs = min(max(1, round(steps / _batches(size, spec))), most)
            changes = () if size == m else (("training.epochs", epochs),)
            variations.append(Variation(f"{size:,}", changes, train_examples=size))
        return self.study_of(spec, request.seeds, variations, "Training examples")

    def read(self, result: StudyResult, dataset: Dataset | None = None) -> LearningCurve:
        """Whether more examples would help."""
        study, asked = result.study, result.study.base.diagnosis
        x = np.array([variation.train_examples for variation in study.variations], float)
        train, dev = (final_band(result, name, x) for name in ("train_error", "dev_error"))
        known = np.flatnonzero(np.isfinite(train.median))
        if not known.size:
            return LearningCurve(train, dev, None, None, "No run came to its end.")
        last = known[-1]
        split = DatasetCache(study.base, dataset).split(replace(study.runs[0], train_examples=None))
        errors = float(train.median[last]), float(dev.median[last])
        found = diagnose(*errors, asked.bayes_error, asked.tolerance, split)
        helps, sentence = _implied(found, x[last], _fall(result, x[: last + 1]))
        return LearningCurve(train, dev, found, helps, sentence)

    def offer(self, study: Study, reading: Reading | None, selected: str = "") -> None:
        """Nothing: no setting makes a training set smaller."""

    def is_decided(self, result: StudyResult) -> bool:
        """A learning curve chooses nothing."""
        return True

    def axis(self, study: Study) -> Axis:
        """The numbers of examples."""
        sizes = (v.train_examples for v in study.variations)
        return Axis(tuple(math.nan if m is None else float(m) for m in sizes), ticks=False)


def _batches(m: int, spec: ExperimentSpec) -> int:
    return -(-m // spec.training.batch_size)


def _implied(found: Diagnosis, m: float, fall: Difference) -> tuple[bool | None, str]:
    examples = f"With {m:,.0f} training examples"
    train_text, dev_text = percent(found.train_error), percent(found.dev_error)
    if math.isnan(found.dev_error):
        return None, (
            f"{examples} the train error is {train_text}. Without a dev set there is no gap to "
            "read; give the dev set a share of the examples."
        )
    if found.high_variance:
        also = " The bias is high as well: a bigger network first." if found.high_bias else ""
        return True, (
            f"More data would help: variance. {examples} a gap of {percent(found.variance)} is "
            f"left between train ({train_text}) and dev error ({dev_text}){_trend(fall)}.{also}"
        )
    if found.high_bias:
        return False, (
            f"More data would not help: bias. {examples} train ({train_text}) and dev error "
            f"({dev_text}) have come together, and both are too high; try a bigger network or "
            "train longer."
        )
    return False, (
        f"More data is not needed: {examples.lower()} train ({train_text}) and dev error "
        f"({dev_text}) are both low and close together."
    )


def _trend(fall: Difference) -> str:
    """Where the dev error goes, at the end of a sentence."""
    if fall.seen and fall.mean < 0:
        return ", and the dev error is still falling"
    if fall.seeds < FEWEST_PAIRS:
        return f"; whether the dev error still falls takes {FEWEST_PAIRS} seeds or more to tell"
    seeds = count(fall.seeds, "seed")
    return (
        f", although over the last doubling no fall of the dev error is seen with {seeds}, so it "
        "may take many"
    )


def _fall(result: StudyResult, x: np.ndarray) -> Difference:
    """What the last doubling of the examples did to the dev error, seed by seed.

    Half of the last number of examples lies between two sizes; so does its error.
    """
    errors = final_values(result, "dev_error").T[: len(x)]
    known = np.isfinite(errors).all(axis=1)
    known[-1] = True
    if known.sum() < 2:
        return difference(np.empty(0), np.empty(0))
    half = [np.interp(x[-1] / 2, x[known], of_seed[known]) for of_seed in errors.T]
    return difference(np.array(half), errors[-1])
