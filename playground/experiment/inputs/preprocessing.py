"""From examples as they are in a data set to what the network sees of them, and back."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset, Scaler, scalings
from playground.data.features import FeatureMap
from playground.dataclass import dataclass
from playground.experiment.inputs.precision import in_precision
from playground.experiment.spec import DataSpec
from playground.limits import MOST_NUMBERS_AT_ONCE

#: Numbers of a block of large inputs: what is computed of them stays in the processor's cache.
_BLOCK = 1 << 18


@dataclass(frozen=True, eq=False)
class Preprocessing:
    """Features are computed, scaled and brought to the network's precision.

    Attributes
    ----------
    features : FeatureMap
        From the columns of the data set to raw features.
    scaler : Scaler
        From raw features to inputs of the network.
    label_scaler : Scaler or None
        From labels to what the network predicts; None for classification.
    precision : {"float32", "float64"}
    """

    features: FeatureMap
    scaler: Scaler
    label_scaler: Scaler | None
    precision: str

    def inputs(self, X: np.ndarray) -> np.ndarray:
        """What the network is given, ``(n_f, m)``, for columns X, ``(n_x, m)``.

        Raises
        ------
        DataError
            When a feature is not defined for an example, or larger than the precision holds.
        """
        return self._large_inputs(X) if X.size > MOST_NUMBERS_AT_ONCE else self._inputs(X)

    def _inputs(self, X: np.ndarray) -> np.ndarray:
        scaled = self.scaler.apply(self.features.apply(X))
        return in_precision(scaled, self.precision, self.features.names)

    def _large_inputs(self, X: np.ndarray) -> np.ndarray:
        """The same in blocks, so that nothing but the result is large; an example is contiguous."""
        rows = np.empty((X.shape[1], self.features.n_features), self.precision)
        size = max(1, _BLOCK // max(1, len(X)))
        for start in range(0, len(rows), size):
            block = slice(start, start + size)
            with np.errstate(over="ignore"):
                rows[block] = self.scaler.apply(self.features.apply(X[:, block])).T
            if not np.isfinite(rows[block]).all():
                self._inputs(X[:, block])  # says which feature is too large
        return rows.T

    def examples(self, dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
        """Inputs, ``(n_f, m)``, and targets, ``(n_y, m)``, of a data set.

        Raises
        ------
        DataError
            As `inputs` does, and when a label is larger than the precision holds.
        """
        return self.inputs(dataset.X), self.targets(dataset)

    def targets(self, dataset: Dataset) -> np.ndarray:
        """What the network is to answer, ``(n_y, m)``, to the examples of a data set."""
        Y = dataset.Y if self.label_scaler is None else self.label_scaler.apply(dataset.Y)
        return in_precision(Y, self.precision, dataset.output_names)

    def predictions(self, output: np.ndarray) -> np.ndarray:
        """The network's output, ``(n_y, m)``, in the labels' own unit."""
        return output if self.label_scaler is None else self.label_scaler.invert(output)

    @property
    def label_factor(self) -> float:
        """By how much errors of the network are larger than errors in the labels' own unit."""
        return 1.0 if self.label_scaler is None else float(self.label_scaler.factor[0, 0])


def fitted_scalers(
    spec: DataSpec, features: FeatureMap, train: Dataset
) -> tuple[Scaler, Scaler | None]:
    """The scalers of features and labels that a training set asks for (CS230 5.5.1).

    That of the labels is None for classification.
    """
    scaler = spec.scaling.fit(features.apply(train.X))
    if train.task != "regression":
        return scaler, None
    labels = scalings["standardise"]().fit(train.Y)
    # Labels without any spread have no unit to be measured in but their own; the errors of
    # several quantities would have none in common.
    if not (spec.scale_labels and labels.factor.all() and train.n_y == 1):
        labels = scalings["none"]().fit(train.Y)
    return scaler, labels
