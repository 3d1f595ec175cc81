"""The landscape: the cost over a plane through the space of parameters, and what it hides."""

from __future__ import annotations

from dataclasses import replace

from playground.dataclass import dataclass
from playground.experiment.landscape.effort import FINEST
from playground.experiment.landscape.examples import MOST_EXAMPLES
from playground.experiment.landscape.landscape import Landscape
from playground.experiment.landscape.painter import LandscapePainter
from playground.experiment.landscape.planes import PlaneKind, natural_plane
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes
from playground.experiment.session import Session


@probes.register("landscape")
@dataclass(frozen=True)
class LandscapeProbe(Probe[Landscape]):
    """The cost over a plane.

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

    interval = 0.2
    share = 0.03

    plane: PlaneKind | None = None
    dev: bool = False
    penalty: bool = True
    slopes: bool = False
    spacing: str = "equal"
    others: tuple[tuple[float, ...], ...] = ()
    beside: bool = False

    def fixed(self, session: Session) -> LandscapeProbe:
        """With the natural plane where none was chosen."""
        plane = self.plane or natural_plane(session.network.n_parameters)
        return replace(self, plane=plane)

    def cost(self, session: Session) -> int:
        """The examples at all points of the finest pass."""
        return FINEST**2 * min(MOST_EXAMPLES, session.split.train.m)

    def bind(self, session: Session) -> LandscapePainter:
        """Of the training set, or of some of it."""
        return LandscapePainter(session, self.fixed(session))
