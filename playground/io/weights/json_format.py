"""Weights as JSON, for any language."""

from __future__ import annotations

import os
from pathlib import Path

from playground.atomic import read_bounded
from playground.experiment.session import Session
from playground.io.formats import WEIGHTS, ExportFormat, WeightsFormat, formats
from playground.io.prediction.predictor import Predictor
from playground.io.weights import weights
from playground.limits import LARGEST_JSON


@formats.register("json", label="JSON (.json)")
class JsonWeights(ExportFormat, WeightsFormat):
    """The same arrays as text, for any language. Can be opened here again."""

    group, title, file = WEIGHTS, "the weights", "weights.json"
    suffixes = (".json",)

    def content(self, session: Session) -> bytes:
        """The present weights."""
        return weights.as_json(Predictor.of(session))

    def read(self, path: str | os.PathLike, present: Predictor | None = None) -> Predictor:
        """The network in a file."""
        return weights.from_json(read_bounded(path, LARGEST_JSON), Path(path).name, present)

    def recognizes(self, path: str | os.PathLike) -> bool:
        """Whether a document seems to hold weights; others may hold a table."""
        return super().recognizes(path) and weights.seems_to_hold_weights(path)
