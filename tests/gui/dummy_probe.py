"""A probe as somebody would add it: one file."""

from dataclasses import dataclass

import numpy as np

from playground.engine.plan import blocks
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes


@probes.register("norms")
@dataclass(frozen=True)
class NormsProbe(Probe[tuple[float, ...]]):
    """The Frobenius norm of every W[l]."""

    def cost(self, session):
        return 0

    def bind(self, session):
        sizes = session.network.layer_sizes
        return lambda theta: tuple(float(np.linalg.norm(b[:-1])) for b in blocks(theta, sizes))
