"""PreActivations: the weighted sums Z[l] before every activation, for a look inside a network."""

from __future__ import annotations

import numpy as np

from playground.dataclass import dataclass
from playground.engine import Network
from playground.engine.inference import Inference
from playground.engine.plan import blocks
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes
from playground.experiment.session import Session

#: So many examples show a distribution; more would only take longer.
MOST_EXAMPLES = 500


class PreActivations:
    """Computes Z[1] .. Z[L] of some examples, again and again.

    Layers work in place and keep A[l] only, from which not every Z[l] can be had back, as with
    relu. So Z[l] is one more product with A[l-1].

    Parameters
    ----------
    network : Network
        Gives the architecture; its parameters are not kept.
    X : ndarray, (n_x, m)
        Examples as the network sees them; the first `MOST_EXAMPLES` are used.
    """

    def __init__(self, network: Network, X: np.ndarray) -> None:
        self._layer_sizes = tuple(network.layer_sizes)
        with np.errstate(over="ignore"):
            self._X = np.nan_to_num(np.ascontiguousarray(X[:, :MOST_EXAMPLES], dtype=np.float32))
        self._inference = Inference(network, self._X)

    def __call__(self, theta: np.ndarray) -> tuple[np.ndarray, ...]:
        """``(Z[1], ..., Z[L])``, each ``(n[l], m)`` in float32, read-only, for `theta`."""
        # A network that has diverged is shown too, as far as it can be.
        with np.errstate(all="ignore"):
            theta = theta.astype(np.float32)
            entering = [self._X, *self._inference.activations(theta)[:-1]]
            layers = zip(blocks(theta, self._layer_sizes), entering)
            sums = tuple(block[:-1].T @ A + block[-1:].T for block, A in layers)
        for Z in sums:
            Z.flags.writeable = False
        return sums


@probes.register("pre_activations")
@dataclass(frozen=True)
class PreActivationsProbe(Probe[tuple[np.ndarray, ...]]):
    """``Z[1] .. Z[L]``, each ``(n[l], m)``, of at most `MOST_EXAMPLES` training examples."""

    def cost(self, session: Session) -> int:
        """The examples."""
        return min(MOST_EXAMPLES, session.split.train.m)

    def bind(self, session: Session) -> PreActivations:
        """Of the first training examples."""
        X, _ = session.preprocess(session.split.train.first(MOST_EXAMPLES))
        return PreActivations(session.network, X)
