"""ClassResults: what a classification gets right and wrong, class by class."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from playground.dataclass import dataclass
from playground.engine.scores import Calibration, ClassScores, ThresholdCurve
from playground.experiment.results.of_part import Results, mean


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
        return replace(self, predicted=predicted, error=mean(predicted != self.truth))

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
            # Of two classes the precision is that of the second.
            **({"positive_class": self.class_names[1]} if len(self.class_names) == 2 else {}),
        }
