"""What was added elsewhere and is not written down here: as the engine itself computes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from playground.engine.activations import Activation, activations
from playground.engine.calls import run
from playground.engine.loss import BoundLoss, Loss
from playground.engine.optimizers import Optimizer
from playground.engine.reference.activations import through_activation
from playground.settings import Settings


def computed(settings: Settings, suffix: str) -> Callable[..., Any] | None:
    """The function that `reference.function_of` looks for, by the calls of the class itself."""
    match settings:
        case Activation():
            return settings.slope if suffix else settings
        case Loss():
            return partial(_dZ if suffix else _losses, settings)
        case Optimizer():
            return partial(_step, settings)
    return None


def _bound(loss: Loss, Z: np.ndarray, A: np.ndarray, Y: np.ndarray) -> BoundLoss:
    # Where any output fits, the loss of a linear output that is A already.
    at = np.array(Z if loss.output else A, dtype=np.float64)
    bound = loss.bind_unweighted(at, activations[loss.output or "linear"]())
    loss.encoder(bound.targets)(Y)
    run(bound.value)
    return bound


def _losses(loss: Loss, Z: np.ndarray, A: np.ndarray, Y: np.ndarray) -> np.ndarray:
    bound = _bound(loss, Z, A, Y)
    return bound.losses.sum(axis=0) * (bound.weight * Y.shape[1])


def _dZ(
    loss: Loss, Z: np.ndarray, A: np.ndarray, Y: np.ndarray, derivative: Callable[..., np.ndarray]
) -> np.ndarray:
    bound = _bound(loss, Z, A, Y)
    run(bound.slope)
    dZ = bound.dZ * Y.shape[1]
    return dZ if loss.output else through_activation(dZ, derivative(Z))


def _step(
    optimizer: Optimizer,
    theta: np.ndarray,
    g: np.ndarray,
    state: tuple[np.ndarray, ...],
    alpha: float,
    t: int,
) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    theta, G, scales = theta.copy(), np.array([g, g]), optimizer.scales()
    vectors = np.array([v / scale for v, scale in zip(state, scales)]).reshape(-1, theta.size)
    prepare, calls = optimizer.bind(theta, G, vectors)
    prepare(alpha, t)
    run(calls)
    return theta, tuple(v * scale for v, scale in zip(vectors, scales))
