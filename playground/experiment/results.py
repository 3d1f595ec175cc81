"""What a session gets right and wrong on one part of its data, beside what guessing would give."""

from __future__ import annotations

import operator
from dataclasses import replace
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from playground.data.datasets import Dataset
from playground.dataclass import dataclass
from playground.engine import metrics, reference
from playground.engine.network import Network
from playground.engine.scores import Calibration, ClassScores, ThresholdCurve
from playground.experiment.inputs.preprocessing import Preprocessing
from playground.experiment.session import Session
from playground.limits import MOST_NUMBERS_AT_ONCE

PARTS = ("train", "dev", "test")

#: Numbers of the widest layer that are computed at a time.
_AT_A_TIME = 1 << 20


@dataclass(frozen=True, eq=False)
class Results:
    """What was predicted for every example of a part, and the truth.

    Attributes
    ----------
    part : {"train", "dev", "test"}
    truth, predicted : ndarray, (m,)
        Classes by their index; for a regression, numbers in the labels' own unit, of the first
        of several quantities.
    output : ndarray, (n_y, m)
        The network's, in the labels' own unit.
    losses : ndarray, (m,)
        Of each example, as the network is trained on it: on scaled labels for a regression.
    errors, baseline_errors : ndarray, (m,)
        What `error` and `baseline_error` are the mean of, or the root of that: 1 where a class is
        wrong, or squared distances.
    error, baseline_error : float
        The network's error, and that of the best answer that looks at no feature: the class
        most frequent in the training set, or the mean of its labels. NaN where m is 0.
    """

    part: str
    truth: np.ndarray
    predicted: np.ndarray
    output: np.ndarray
    losses: np.ndarray
    error: float
    baseline_error: float

    @property
    def m(self) -> int:
        """The number of examples."""
        return len(self.truth)

    @property
    def errors(self) -> np.ndarray:
        raise NotImplementedError

    @property
    def baseline_errors(self) -> np.ndarray:
        raise NotImplementedError

    def worst_first(self) -> np.ndarray:
        """The places of all examples, ``(m,)``, the largest loss first."""
        return np.argsort(-np.nan_to_num(self.losses, nan=np.inf), kind="stable")

    def summary(self) -> dict:
        """The measures as plain numbers and lists, for a JSON file."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class ClassResults(Results):
    """Results of a classification.

    Attributes
    ----------
    class_names : tuple of str
    baseline_class : int
        The class that is most frequent in the training set.
    """

    class_names: tuple[str, ...]
    baseline_class: int

    @property
    def errors(self) -> np.ndarray:
        return (self.predicted != self.truth).astype(float)

    @property
    def baseline_errors(self) -> np.ndarray:
        return (self.truth != self.baseline_class).astype(float)

    @cached_property
    def confusion(self) -> np.ndarray:
        """Counts, ``(K, K)``: the true class in the row, the predicted one beside."""
        n = len(self.class_names)
        pairs = self.truth * n + self.predicted
        return np.bincount(pairs, minlength=n * n).reshape(n, n)

    @cached_property
    def scores(self) -> ClassScores:
        """Precision, recall, F1 and support of each class."""
        return ClassScores.of(self.confusion)

    @property
    def precision(self) -> np.ndarray:
        """Of those predicted to be of a class, the share that is, ``(K,)``."""
        return self.scores.precision

    @property
    def recall(self) -> np.ndarray:
        """Of those of a class, the share predicted so, ``(K,)``."""
        return self.scores.recall

    @property
    def f1(self) -> np.ndarray:
        """The harmonic mean of precision and recall, ``(K,)``."""
        return self.scores.f1

    def probability(self, of: int) -> np.ndarray:
        """The network's output for a class, ``(m,)``."""
        if len(self.output) > 1:
            return self.output[of]
        return self.output[0] if of == 1 else 1 - self.output[0]

    def curve(self, of: int = 1) -> ThresholdCurve:
        """What every threshold would give for one class against the others."""
        return ThresholdCurve.of(self.truth == of, np.nan_to_num(self.probability(of)))

    def calibration(self, of: int = 1) -> Calibration:
        """How often a class is what it is predicted to be with a probability."""
        probability = np.clip(np.nan_to_num(self.probability(of)), 0, 1)
        return Calibration.of(self.truth == of, probability)

    @cached_property
    def auc(self) -> float:
        """The area under the ROC curve; of more than two classes, the mean of one against all.

        NaN where a class, or everything else, has no example.
        """
        if len(self.class_names) == 2:
            return self.curve().auc
        return float(np.mean([self.curve(of).auc for of in range(len(self.class_names))]))

    @cached_property
    def average_precision(self) -> float:
        """The area under the precision-recall curve; of several classes, the mean."""
        if len(self.class_names) == 2:
            return self.curve().average_precision
        each = [self.curve(of).average_precision for of in range(len(self.class_names))]
        return float(np.mean(each))

    def at_threshold(self, threshold: float) -> ClassResults:
        """The results of two classes where the second is said from `threshold` on."""
        predicted = (self.output[0] >= threshold).astype(self.predicted.dtype)
        return replace(self, predicted=predicted, error=_mean(predicted != self.truth))

    def summary(self) -> dict:
        """The measures as plain numbers and lists, for a JSON file."""
        return {
            "examples": self.m,
            "error": self.error,
            "baseline_error": self.baseline_error,
            "baseline_class": self.class_names[self.baseline_class],
            "classes": list(self.class_names),
            "confusion": self.confusion.tolist(),
            "precision": self.precision.tolist(),
            "recall": self.recall.tolist(),
            "f1": self.f1.tolist(),
            "macro_f1": self.f1.mean(),
            "auc": self.auc,
            "average_precision": self.average_precision,
        }


@dataclass(frozen=True, eq=False)
class RegressionResults(Results):
    """Results of a regression; errors are root mean squares in the labels' own unit.

    Attributes
    ----------
    targets : ndarray, (n_y, m)
        The truth of every quantity.
    mean : ndarray, (n_y, 1)
        Of the labels of the training set.
    """

    targets: np.ndarray
    mean: np.ndarray

    @property
    def errors(self) -> np.ndarray:
        return np.square(self.output - self.targets).sum(axis=0)

    @property
    def baseline_errors(self) -> np.ndarray:
        return np.square(self.mean - self.targets).sum(axis=0)

    def of_quantity(self, number: int) -> RegressionResults:
        """Those of one of several quantities, by its place; the losses stay those of all."""
        targets, output = self.targets[[number]], self.output[[number]]
        mean = self.mean[[number]]
        return replace(
            self,
            truth=targets[0],
            predicted=output[0],
            output=output,
            error=_mean(np.square(output - targets)) ** 0.5,
            baseline_error=_mean(np.square(mean - targets)) ** 0.5,
            targets=targets,
            mean=mean,
        )

    @property
    def residuals(self) -> np.ndarray:
        """Truth minus prediction, ``(m,)``."""
        return self.truth - self.predicted

    @property
    def r_squared(self) -> float:
        """The share of the labels' variance that is explained; NaN where there is none."""
        if not self.m:
            return float("nan")
        return metrics.r_squared(self.output, self.targets)

    @property
    def mean_absolute_error(self) -> float:
        """In the labels' own unit; NaN where m is 0."""
        return float(np.abs(self.targets - self.output).mean()) if self.m else float("nan")

    def summary(self) -> dict:
        """The measures as plain numbers, for a JSON file."""
        return {
            "examples": self.m,
            "error": self.error,
            "baseline_error": self.baseline_error,
            "r_squared": self.r_squared,
            "mean_absolute_error": self.mean_absolute_error,
        }


#: The last results of a session by part, then what they are of: who sums up a run asks again.
_latest: WeakKeyDictionary[Session, dict[str, tuple]] = WeakKeyDictionary()


def results(session: Session, part: str = "dev") -> ClassResults | RegressionResults:
    """The results of a session on a part of its data, at its present parameters.

    Parameters
    ----------
    session : Session
    part : {"train", "dev", "test"}
        The test set is to be looked at once, at the end (NN 5).

    Raises
    ------
    ValueError
        When there is no such part.
    """
    if part not in PARTS:
        raise ValueError(f"There is no part {part!r}; there are {', '.join(PARTS)}.")
    network, split, known = session.network, session.split, _latest.setdefault(session, {})
    of = split, session.preprocessing, network.loss
    if part in known:
        found, theta, *before = known[part]
        if all(map(operator.is_, before, of)) and np.array_equal(theta, network.theta):
            return found
    measure = Measurement(network, session.preprocessing, getattr(split, part), split.train, part)
    found = measure(network.theta)
    known[part] = found, network.theta.copy(), *of
    return found


class Measurement:
    """Finds the results of one architecture on one set of examples, again and again.

    Parameters
    ----------
    network : Network
        Gives the architecture and the loss; copied.
    preprocessing : Preprocessing
    examples, train : Dataset
        What is predicted, and what the baseline is learned from; unscaled.
    part : str
        The name of `examples`.
    """

    def __init__(
        self,
        network: Network,
        preprocessing: Preprocessing,
        examples: Dataset,
        train: Dataset,
        part: str,
    ) -> None:
        self._network = network.copy()
        self._preprocessing = preprocessing
        self._examples, self._part = examples, part
        self._classes = examples.class_names
        self._targets = preprocessing.targets(examples)
        # Of many numbers a piece at a time is brought into the form that the network sees.
        is_large = examples.m * examples.n_x > MOST_NUMBERS_AT_ONCE
        self._inputs = None if is_large else preprocessing.inputs(examples.X)
        self._loss = reference.function_of(network.loss)
        if self._classes:
            self._baseline = int(train.class_counts.argmax())
            self._truth = examples.labels
        else:
            self._mean = (
                train.Y.mean(axis=1, keepdims=True) if train.m else np.full((train.n_y, 1), np.nan)
            )
            self._truth = examples.Y[0]

    def __call__(self, theta: np.ndarray) -> ClassResults | RegressionResults:
        """The results with the parameters theta, ``(n_parameters,)``."""
        self._network.theta = theta
        output, losses = self._predicted()
        output = self._preprocessing.predictions(output)
        if self._classes:
            predicted = metrics.classes(output)
            return ClassResults(
                self._part,
                self._truth,
                predicted,
                output,
                losses,
                _mean(predicted != self._truth),
                _mean(self._truth != self._baseline),
                class_names=self._classes,
                baseline_class=self._baseline,
            )
        return RegressionResults(
            self._part,
            self._truth,
            output[0],
            output,
            losses,
            _mean(np.square(output - self._examples.Y).sum(axis=0)) ** 0.5,
            _mean(np.square(self._examples.Y - self._mean).sum(axis=0)) ** 0.5,
            targets=self._examples.Y,
            mean=self._mean,
        )

    def _predicted(self) -> tuple[np.ndarray, np.ndarray]:
        """Outputs, ``(n_y, m)``, and losses, ``(m,)``, in pieces of bounded memory."""
        network, m = self._network, self._targets.shape[1]
        X = self._examples.X if self._inputs is None else self._inputs
        size = max(1, _AT_A_TIME // max(network.layer_sizes))
        outputs, losses = np.empty((network.layer_sizes[-1], m)), np.empty(m)
        W, b = network.weights[-1], network.biases[-1]
        with np.errstate(all="ignore"):  # a network that has diverged predicts what it predicts
            for start in range(0, m, size):
                piece = slice(start, start + size)
                some = X[:, piece]
                if self._inputs is None:
                    some = self._preprocessing.inputs(some)
                *before, A = network.forward(some)
                Z = W @ (before[-1] if before else some) + b
                outputs[:, piece] = A
                losses[piece] = self._loss(Z, A, self._targets[:, piece])
        return outputs, losses


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if values.size else float("nan")
