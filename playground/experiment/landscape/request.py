"""LandscapeRequest: which landscape of a session is asked for."""

from __future__ import annotations

from playground.dataclass import dataclass
from playground.experiment.landscape.planes import PlaneKind


@dataclass(frozen=True)
class LandscapeRequest:
    """Which landscape is asked for.

    Attributes
    ----------
    plane : PlaneKind or None
        Which one, with its settings; None for the natural one of the network.
    dev : bool
        Whether the cost of the dev set is computed too.
    penalty : bool
        Whether the costs hold the penalty.
    slopes : bool
        Whether the length of the gradient is computed too.
    spacing : {"equal", "logarithmic", "both"}
        Of the moments of the path, as for `path_steps`.
    others : tuple of tuple of float
        The thetas of other runs, for a plane through three networks; without them those of two
        runs from other random weights, which are trained for it.
    beside : bool
        Whether the same run on features scaled otherwise is shown too, of a network without
        hidden layers.
    """

    plane: PlaneKind | None = None
    dev: bool = False
    penalty: bool = True
    slopes: bool = False
    spacing: str = "equal"
    others: tuple[tuple[float, ...], ...] = ()
    beside: bool = False
