"""The data of a session as a drawing: points that a person may draw among."""

from __future__ import annotations

import numpy as np

from playground.data.by_hand.drawn import Drawing, drawing_of
from playground.experiment.snapshot import Snapshot
from playground.experiment.streams import Streams


def as_drawing(snapshot: Snapshot) -> Drawing:
    """The data of a session as points to draw among, each in the part it is in.

    Raises
    ------
    DataError
        When they cannot be drawn: more than two features, or too many examples.
    """
    spec, dataset, split = snapshot.spec, snapshot.dataset, snapshot.split
    if isinstance(spec.data.source, Drawing):
        return spec.data.source
    parts = np.zeros(dataset.m, int)
    parts[split.dev_indices], parts[split.test_indices] = 1, 2
    shares = spec.data.shares(dataset.m)
    return drawing_of(dataset, parts, shares, Streams.of(spec).split)
