"""A session at rest as a frame with everything in it: what pictures and reports are drawn from."""

from __future__ import annotations

import numpy as np

from playground.data.datasets import Dataset
from playground.experiment.history import History
from playground.experiment.probes.misclassified import (
    MOST_EXAMPLES,
    Misclassified,
    MisclassifiedFinder,
)
from playground.experiment.probes.pre_activations import MOST_EXAMPLES as MOST_SUMMED
from playground.experiment.probes.pre_activations import PreActivations
from playground.experiment.probes.surface import Plane
from playground.experiment.session import Session
from playground.experiment.snapshot import Frame, Snapshot

#: Cells along a side of the plane; with the maps of many hidden units, the first that they suit.
_CELLS = (200, 100, 50)

#: The maps of all hidden units together have so many cells at most: 32 megabytes.
_MOST_UNIT_CELLS = 8_000_000


def full_frame(session: Session, plane: Plane | None = None) -> Frame:
    """All that there is to draw of a session, whether anybody watches it or not.

    Parameters
    ----------
    session : Session
        Read, not changed; training it on does not change the frame.
    plane : Plane, optional
        What the output is drawn over, cut as finely as a picture needs; by default the plane
        around all examples.
    """
    theta = session.network.theta.copy()
    theta.flags.writeable = False
    plane, with_units = _fine(session, plane)
    snapshot = Snapshot(
        run=session.as_run(),
        spec=session.spec,
        running=False,
        steps=session.trainer.steps,
        epoch=session.trainer.epoch,
        learning_rate=session.trainer.current_learning_rate,
        theta=theta,
        points=session.history.since((0, 0)),
        surface=session.surface(plane).map(theta, with_units),
        pre_activations=_pre_activations(session, theta),
        misclassified=_mistakes(session, theta),
        stop=session.stop,
        dataset=session.dataset,
        split=session.split,
    )
    history = History()
    history.extend(snapshot.points)
    return Frame(
        snapshot, history, snapshot.surface, snapshot.pre_activations, snapshot.misclassified
    )


def _fine(session: Session, plane: Plane | None) -> tuple[Plane, bool]:
    """The plane cut finely, and whether maps of the hidden units fit in memory with it."""
    plane = plane or Plane.around(session.dataset)
    hidden = sum(session.network.layer_sizes[1:-1])
    for cells in _CELLS:
        fine = plane.cut(cells)
        if fine.columns * fine.rows * hidden <= _MOST_UNIT_CELLS:
            return fine, hidden > 0
    return plane.cut(_CELLS[1]), False


def _pre_activations(session: Session, theta: np.ndarray) -> tuple[np.ndarray, ...]:
    X, _ = session.preprocess(_first(session.split.train, MOST_SUMMED))
    return PreActivations(session.network, X)(theta)


def _mistakes(session: Session, theta: np.ndarray) -> Misclassified | None:
    """The misclassified dev examples, where examples are pictures that can be looked at."""
    data, dev = session.dataset, session.split.dev
    if data.task == "regression" or data.image_shape is None or not dev.m:
        return None
    dev = _first(dev, MOST_EXAMPLES)
    X, _ = session.preprocess(dev)
    return MisclassifiedFinder(session.network, X, dev.labels)(theta)


def _first(dataset: Dataset, m: int) -> Dataset:
    return dataset.take(np.arange(min(m, dataset.m)))
