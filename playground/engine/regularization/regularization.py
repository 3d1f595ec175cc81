"""What keeps a network from learning its training set by heart (NN 5, CS230 5.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from playground.engine.arguments import checked_keep_prob, checked_number


class Regularization(NamedTuple):
    """Strengths of the penalties, and the share of units that dropout keeps in each layer."""

    l1: float
    l2: float
    keep_prob: tuple[float, ...]


def checked_regularization(
    l1: float, l2: float, keep_prob: float | Sequence[float] | None, n_layers: int
) -> Regularization:
    """All three as they were given to a network of so many layers, or an `EngineError`."""
    return Regularization(
        checked_number(l1, "l1", 0),
        checked_number(l2, "l2", 0),
        checked_keep_prob(keep_prob, n_layers),
    )
