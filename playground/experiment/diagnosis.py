"""Bias and variance: what the errors of train and dev say (NN 4, CS230 5.2-5.3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.data.datasets import Split
from playground.dataclass import dataclass
from playground.experiment.chance.label_noise import label_noise
from playground.experiment.wording import count, listed, percent
from playground.limits import shortened

if TYPE_CHECKING:
    from playground.experiment.symptoms import Finding

#: 0.15 - 0.13 is a little more than 0.02 in floating point; a difference so small is none.
_ROUNDING = 1e-9

#: Up to this severity of a symptom the notes' recipe is the remedy, or part of it.
_RECIPE_HELPS = 57.5

_HEADLINES = {
    "both": "High bias and high variance",
    "high bias": "High bias",
    "high variance": "High variance",
    "neither": "Neither bias nor variance is high",
    "unknown": "No verdict yet",
}

_NEXT_STEPS = {
    "both": "First lower the bias, then the variance.",
    "high bias": "The network does not fit the training set well enough.",
    "high variance": "The network fits the training set better than what it has not seen.",
    "neither": "Report the test error once, and you are done.",
}


@dataclass(frozen=True)
class Diagnosis:
    """Avoidable bias and variance, and what they mean.

    All errors are fractions: of examples misclassified, or, for a regression, of the variance of
    the labels that is left unexplained (1 - R^2).

    Attributes
    ----------
    train_error, dev_error : float
        NaN where there is nothing to measure.
    bayes_error : float
        The error nobody can avoid: what the user sets, and for a regression at least the noise of
        the labels.
    tolerance : float
        Bias and variance above it are high.
    sentence : str
        The verdict in words.
    cautions : tuple of str
        What else should be known before the verdict is trusted.
    findings : tuple of Finding
        The symptoms of the run, the gravest first: with any there is more to do than to report.
    """

    train_error: float
    dev_error: float
    bayes_error: float
    tolerance: float
    sentence: str = ""
    cautions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def has_cause(self) -> bool:
        """Whether a symptom says what is wrong, so that the recipe would miss it.

        Of identical units, say, more of them do not help.
        """
        return bool(self.findings) and self.findings[0].severity > _RECIPE_HELPS

    @property
    def avoidable_bias(self) -> float:
        """Train error - Bayes error; NaN without a train error."""
        return self.train_error - self.bayes_error

    @property
    def variance(self) -> float:
        """Dev error - train error; NaN without a dev set."""
        return self.dev_error - self.train_error

    @property
    def high_bias(self) -> bool:
        """Whether the avoidable bias lies above the tolerance; at it is not above it."""
        return self.avoidable_bias > self.tolerance + _ROUNDING

    @property
    def high_variance(self) -> bool:
        """Whether the variance lies above the tolerance; never without a dev set."""
        return self.variance > self.tolerance + _ROUNDING

    @property
    def verdict(self) -> str:
        """``"both"``, ``"high bias"``, ``"high variance"``, ``"neither"`` or ``"unknown"``."""
        if math.isnan(self.train_error):
            return "unknown"
        if self.high_bias:
            return "both" if self.high_variance else "high bias"
        if self.high_variance:
            return "high variance"
        return "unknown" if math.isnan(self.dev_error) else "neither"

    @property
    def headline(self) -> str:
        """The verdict in a few words, for the head of a panel."""
        return _HEADLINES[self.verdict]


def diagnose(
    train_error: float,
    dev_error: float,
    bayes_error: float = 0.0,
    tolerance: float = 0.02,
    split: Split | None = None,
    findings: Sequence[Finding] = (),
) -> Diagnosis:
    """Judge a network by its errors.

    Parameters
    ----------
    train_error, dev_error : float
        As a session measures them: fractions of examples, or for a regression root mean square
        errors in the unit of the labels. NaN where there is nothing to measure.
    bayes_error, tolerance : float
        Fractions, for a regression of the variance of the labels.
    split : Split, optional
        The examples behind the errors: needed for a regression, to know the variance of its
        labels and how much of it is noise; otherwise for cautions about a dev set that is small
        or lacks a class.
    findings : sequence of Finding
        What `examine` found, where somebody looked.
    """
    regression = split is not None and split.train.task == "regression"
    words = _OF_CLASSES
    if split is not None and regression:
        variance = float(split.train.Y.var()) or 1.0
        train_error, dev_error = train_error**2 / variance, dev_error**2 / variance
        words, noise = _OF_NUMBERS, _noise_floor(split, train_error, tolerance)
        if math.isnan(noise):
            words = _OF_NOISY_NUMBERS
        elif noise > bayes_error:
            bayes_error, words = noise, _OF_NUMBERS_WITH_NOISE
    no_better = "" if split is None else _no_better_than_guessing(split, dev_error)
    judged = Diagnosis(train_error, dev_error, bayes_error, tolerance, findings=tuple(findings))
    cautions = () if split is None else tuple(_cautions(split, judged))
    return replace(judged, sentence=_sentence(judged, words, no_better), cautions=cautions)


def _noise_floor(split: Split, train_error: float, tolerance: float) -> float:
    """The share of the labels' variance that is noise; NaN where that is not known.

    What is left unexplained is all noise where it lies within what the estimate may be off by.
    """
    noise, m = label_noise(split.train), split.train.m
    off = 2 * noise * math.sqrt(3 / m)
    return train_error if -max(off, tolerance) <= train_error - noise <= off else noise


@dataclass(frozen=True)
class _Words:
    """How a kind of error is told.

    Attributes
    ----------
    error, bayes : str
        What it is called, and what the error that nobody can avoid is.
    below : str
        What it means to lie below that.
    exactly : str
        What it means to lie as high as that, where that is an estimate.
    unless : str
        What else may be the case where the bias is high.
    """

    error: str = "error"
    bayes: str = "a Bayes error of"
    below: str = "either noise was memorized, or the Bayes error is set too high"
    exactly: str = ""
    unless: str = ""


_UNEXPLAINED = "error, the share of the labels' variance that is not explained (1 - R²),"
_OF_CLASSES = _Words()
_OF_NUMBERS = _Words(_UNEXPLAINED)
_OF_NUMBERS_WITH_NOISE = _Words(
    _UNEXPLAINED,
    "noise of the labels, estimated from near examples, of",
    "noise was memorized",
    "about the noise of the labels, as near examples tell",
)
_OF_NOISY_NUMBERS = _Words(
    _UNEXPLAINED,
    unless=" If as much of the labels is noise, set the Bayes error to it.",
)


def _sentence(judged: Diagnosis, words: _Words, no_better: str) -> str:
    """The verdict in words, with the numbers it rests on; who is `no_better` is not done."""
    if math.isnan(judged.train_error):
        return "There is nothing to judge yet: train the network first."
    bias = _bias_clause(judged, words)
    first = f"But first: {judged.findings[0].sentence}" if judged.has_cause else ""
    if math.isnan(judged.dev_error):
        return (
            f"{bias} Without a dev set the variance cannot be judged; give the dev set a share "
            f"of the examples. {first}".rstrip()
        )
    variance = _variance_clause(judged)
    unless = words.unless if judged.high_bias else ""
    next_step = _NEXT_STEPS[judged.verdict]
    if judged.verdict == "neither" and no_better and not judged.has_cause:
        next_step = no_better
    elif judged.verdict == "neither" and judged.findings:
        next_step = f"But that is not all: {judged.findings[0].sentence}"
    elif first:
        next_step, unless = first, ""
    return f"{judged.headline}. {bias} {variance} {next_step}{unless}"


def _no_better_than_guessing(split: Split, dev_error: float) -> str:
    """That the dev error is no lower than that of always answering alike; empty where it is.

    `dev_error` as `Diagnosis` has it; that of always answering the mean is 1 or a little more.
    """
    train, dev = split.train, split.dev
    if not dev.m:
        return ""
    if train.task == "regression":
        answer = "the mean of the training labels"
        guessed = float(np.mean(np.square(dev.Y - train.Y.mean(axis=1, keepdims=True)))) / (
            float(train.Y.var()) or 1.0
        )
    else:
        commonest = int(train.class_counts.argmax())
        answer = f"'{train.class_names[commonest]}'"
        guessed = 1 - float(dev.class_counts[commonest]) / dev.m
    if not dev_error >= guessed - _ROUNDING:
        return ""
    return shortened(
        f"But always answering {answer} has a dev error of {percent(guessed)}: the network is no "
        "better than that."
    )


def _bias_clause(judged: Diagnosis, words: _Words) -> str:
    bias, tolerance = judged.avoidable_bias, judged.tolerance
    numbers = f"The train {words.error} is {percent(judged.train_error)}"
    if bias < -_ROUNDING:
        return f"{numbers}, below {words.bayes} {percent(judged.bayes_error)}: {words.below}."
    if words.exactly and abs(bias) <= _ROUNDING:
        return f"{numbers}, {words.exactly}: no avoidable bias."
    against = f"against {words.bayes} {percent(judged.bayes_error)}"
    return f"{numbers} {against}: avoidable bias {percent(bias)}{_compared(bias, tolerance)}."


def _variance_clause(judged: Diagnosis) -> str:
    variance, tolerance = judged.variance, judged.tolerance
    if variance < -_ROUNDING:
        return (
            f"The dev error, {percent(judged.dev_error)}, is below the train error: the dev set "
            "happens to be easier, and the variance is not the problem."
        )
    return (
        f"The dev error is {percent(judged.dev_error)}: variance {percent(variance)}"
        f"{_compared(variance, tolerance)}."
    )


def _compared(value: float, tolerance: float) -> str:
    if abs(value - tolerance) <= _ROUNDING:
        return f", exactly at the tolerance of {percent(tolerance)}, which still passes"
    relation = "above" if value > tolerance else "within"
    return f", {relation} the tolerance of {percent(tolerance)}"


def _cautions(split: Split, judged: Diagnosis) -> list[str]:
    dev = split.dev
    cautions: list[str] = []
    if not dev.m or split.train.task == "regression":
        return cautions
    missing = np.flatnonzero((dev.class_counts == 0) & (split.train.class_counts > 0))
    if missing.size:
        names = [f"'{dev.class_names[k]}'" for k in missing]
        noun = "class" if missing.size == 1 else "classes"
        caution = f"The dev set has no example of the {noun} {listed(names)}"
        cautions.append(shortened(f"{caution}: its error says nothing about them."))
    told = judged.has_cause and judged.findings[0].name == "small_dev_set"
    if 1 / dev.m > judged.tolerance and not told:
        cautions.append(
            f"The dev set has {count(dev.m, 'example')}: a single one is {percent(1 / dev.m)}, "
            "more than the tolerance."
        )
    return cautions
