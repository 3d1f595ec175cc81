"""How fine a landscape may be: as fine as is computed in a time that nobody minds."""

from __future__ import annotations

import math
from itertools import pairwise

from playground.engine import Network

#: Points along a side of the first pass and of the last one, where there is time.
COARSEST, FINEST = 16, 64

#: The most moments of a path, and of one through a space of few dimensions: there is nothing
#: that a picture of it hides.
MOST_MOMENTS, MOST_OF_FEW, _FEW = 80, 400, 12

#: Bytes that the networks of a path may take.
_BYTES = 32 * 2**20

#: Multiplications of all points of the finest pass, of those before there is anything to see, and
#: of the true costs along the path: about half a second, a hundredth, and a seventh.
_ALL, _FIRST, _PATH = 3e9, 6e7, 8e8

#: What an activation and a loss cost, in multiplications; a gradient, in costs.
_ACTIVATION, _GRADIENT = 10, 3


def sides(network: Network, examples: int, slopes: bool = False) -> tuple[int, ...]:
    """Points along a side, from pass to pass: each has about twice as many as the one before.

    Parameters
    ----------
    network : Network
    examples : int
        Of train and dev set.
    slopes : bool
        Whether each point needs a gradient.
    """
    work = examples * _work(network, first=False)
    if slopes:
        work += examples * _GRADIENT * _work(network)
    finest = min(max(int(math.sqrt(_ALL / work)), COARSEST), FINEST)
    side = min(max(int(math.sqrt(_FIRST / work)), COARSEST // 2), COARSEST)
    found = []
    while side < finest:
        found.append(side)
        side *= 2
    return *found, finest


def most_moments(network: Network, examples: int) -> int:
    """How many networks a path may be made of: each has a cost, and a place in memory."""
    most = MOST_MOMENTS if network.n_parameters > _FEW else MOST_OF_FEW
    most = min(most, int(_PATH / (examples * _work(network))), _BYTES // network.theta.nbytes)
    return max(most, COARSEST // 2)


def _work(network: Network, first: bool = True) -> float:
    """Multiplications for one example; `first` is whether those of the first layer count."""
    pairs = list(pairwise(network.layer_sizes))
    products = sum(n_in * n for n_in, n in (pairs if first else pairs[1:]))
    return products + _ACTIVATION * sum(network.layer_sizes[1:])
