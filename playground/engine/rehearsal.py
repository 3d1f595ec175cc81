"""Rehearsal: the next step of a trainer known beforehand, without taking it or using up chance."""

from __future__ import annotations

from copy import deepcopy

import numpy as np

from playground.dataclass import dataclass
from playground.engine.regularization.dropout import draw_masks
from playground.engine.trainer import Trainer


@dataclass(frozen=True, eq=False)
class ComingStep:
    """The mini-batch that the next `Trainer.advance` will take.

    Attributes
    ----------
    places : ndarray of int, (m,)
        Its examples, by their places in the training set.
    X, Y : ndarray, (n_x, m) and (n_y, m)
        After augmentation.
    masks : list of (n[l], m) arrays of 0 and 1, or None
        Dropout masks of the layers 0..L-1; None where nothing is dropped.
    """

    places: np.ndarray
    X: np.ndarray
    Y: np.ndarray
    masks: list[np.ndarray | None]


def coming_step(trainer: Trainer) -> ComingStep:
    """What the next `Trainer.advance` will work on."""
    state, network, (X, Y) = trainer.state(), trainer.network, trainer.training_set
    m, order = X.shape[1], state["order"]
    size = min(state["present_batch_size"], m)
    if not state["position"] and size < m:
        order = deepcopy(trainer.rng).permutation(m)
    start = state["position"] * size
    places = order[start : start + size] if order.size else np.arange(m)
    masks = [
        np.empty((n, places.size), network.dtype) if keep < 1 else None
        for n, keep in zip(network.layer_sizes, network.keep_prob)
    ]
    draw_masks(masks, network.keep_prob, deepcopy(trainer.dropout_rng))
    fixed = [None if mask is None else (mask > 0).astype(mask.dtype) for mask in masks]
    X = X[:, places]
    if trainer.augmentation is not None:
        X = trainer.augmentation(X, deepcopy(trainer.augmentation_rng))
    return ComingStep(places, X, Y[:, places], fixed)


def rehearsed(trainer: Trainer) -> np.ndarray:
    """theta, ``(n_parameters,)``, as the next `Trainer.advance` will leave it, bit for bit.

    A copy takes that step; the trainer stays as it is.
    """
    state, step = trainer.state(), coming_step(trainer)
    copy = Trainer(
        trainer.network.copy(),
        trainer.optimizer,
        trainer.learning_rate,
        trainer.schedule,
        trainer.batch_size,
        deepcopy(trainer.rng),
        deepcopy(trainer.dropout_rng),
        deepcopy(trainer.augmentation_rng),
    )
    copy.augmentation = trainer.augmentation
    X, Y = trainer.training_set
    if step.places.size == X.shape[1]:
        copy.attach(X, Y, owned=True)
        copy.restore(state)
        copy.advance()
    else:
        # One mini-batch needs no copy of all the others.
        copy.restore(state | {"position": 0, "order": np.empty(0, np.int64), "basis": ()})
        with np.errstate(all="ignore"):
            copy.step(step.X, step.Y)
    return copy.network.theta
