"""Weights as a NumPy archive, ``.npz``."""

from __future__ import annotations

import os
from pathlib import Path

from playground.atomic import opened
from playground.experiment.session import Session
from playground.io.formats import WEIGHTS, ExportFormat, WeightsFormat, formats
from playground.io.prediction.predictor import Predictor
from playground.io.weights import weights


@formats.register("npz", label="NumPy archive (.npz)")
class NpzWeights(ExportFormat, WeightsFormat):
    """W1, b1, W2, … as arrays that numpy.load opens. Can be opened here again."""

    group, title, file = WEIGHTS, "the weights", "weights.npz"
    suffixes = (".npz",)

    def content(self, session: Session) -> bytes:
        """The present weights."""
        return weights.as_npz(Predictor.of(session))

    def read(self, path: str | os.PathLike, present: Predictor | None = None) -> Predictor:
        """The network in a file."""
        with opened(path) as file:
            return weights.from_npz(file, Path(path).name, present)

    def recognizes(self, path: str | os.PathLike) -> bool:
        """Whether there are weights in an archive, which may hold data as well."""
        return super().recognizes(path) and weights.holds_arrays(path)
