"""How many examples a picture agrees with that is a slice through a space of many features."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.datasets import Dataset
from playground.engine import Network
from playground.engine.inference import Inference
from playground.engine.metrics import classes

if TYPE_CHECKING:
    from playground.experiment.inputs.plane import Plane
    from playground.experiment.inputs.preprocessing import Preprocessing

#: So many examples are compared, fewer where all of them together would be more numbers.
_MOST_EXAMPLES, _MOST_NUMBERS = 300, 500_000

#: Numbers agree that differ by no more than this share of the range of what the network says.
_NEAR = 0.1


class Agreement:
    """Compares what a network says of examples with what it says at the places they are drawn at.

    Parameters
    ----------
    network : Network
        Gives the architecture.
    plane : Plane
        What is drawn.
    preprocessing : Preprocessing
        From the columns to what the network sees.
    dataset : Dataset
        An even share of its examples is taken.
    """

    def __init__(
        self, network: Network, plane: Plane, preprocessing: Preprocessing, dataset: Dataset
    ) -> None:
        most = max(1, min(_MOST_EXAMPLES, dataset.m, _MOST_NUMBERS // dataset.n_x))
        X = dataset.X[:, np.linspace(0, dataset.m - 1, most).astype(int)]
        points, undefined = preprocessing.features.defined(np.hstack([X, plane.placed(X)]))
        self._known = ~undefined.reshape(2, -1).any(axis=0)
        self._inference = Inference(network, preprocessing.scaler.apply(points))
        self._numbers = dataset.task == "regression"

    def share(self, theta: np.ndarray) -> float | None:
        """The share that agrees for the parameters `theta`; None where none can be compared."""
        *_, output = self._inference.activations(theta)
        said, drawn = (half[:, self._known] for half in np.split(output, 2, axis=1))
        if not said.size:
            return None
        if self._numbers:
            near = _NEAR * np.ptp(said, axis=1, keepdims=True)
            return float(np.mean((np.abs(said - drawn) <= near).all(axis=0)))
        return float(np.mean(classes(said) == classes(drawn)))
