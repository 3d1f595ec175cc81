"""The landscape: the cost over a plane through the space of parameters, and what it hides."""

from __future__ import annotations

from dataclasses import replace

from playground.dataclass import dataclass
from playground.experiment.landscape.effort import FINEST
from playground.experiment.landscape.examples import MOST_EXAMPLES
from playground.experiment.landscape.landscape import Landscape
from playground.experiment.landscape.painter import LandscapePainter
from playground.experiment.landscape.planes import natural_plane
from playground.experiment.landscape.request import LandscapeRequest
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes
from playground.experiment.session import Session


@probes.register("landscape")
@dataclass(frozen=True)
class LandscapeProbe(LandscapeRequest, Probe[Landscape]):
    """The cost over a plane."""

    interval = 0.2
    share = 0.03

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
