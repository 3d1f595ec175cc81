"""Misclassified: which dev examples a network takes for something else."""

from __future__ import annotations

import numpy as np

from playground.dataclass import dataclass
from playground.engine import Network
from playground.engine.inference import Inference
from playground.engine.metrics import classes
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes
from playground.experiment.session import Session

MOST_EXAMPLES = 2_000  # of the dev set that are looked at
MOST_KEPT = 60  # that are told one by one


@dataclass(frozen=True, eq=False)
class Misclassified:
    """The misclassified examples among those looked at, the surest mistakes first.

    Attributes
    ----------
    places : ndarray, (k,)
        Where they stand in the dev set.
    predicted, truth : ndarray, (k,)
        The class each was taken for, and its own.
    confidence : ndarray, (k,)
        The network's probability of what it predicts.
    total, looked_at : int
        How many mistakes there are, of how many examples; `places` holds some of them.
    """

    places: np.ndarray
    predicted: np.ndarray
    truth: np.ndarray
    confidence: np.ndarray
    total: int
    looked_at: int


class MisclassifiedFinder:
    """Finds the mistakes of one architecture, again and again.

    Parameters
    ----------
    network : Network
        Gives the architecture; its parameters are not kept.
    X : ndarray, (n_x, m)
        Examples as the network sees them; the first `MOST_EXAMPLES` are looked at.
    labels : ndarray, (m,)
        The class of each.
    """

    def __init__(self, network: Network, X: np.ndarray, labels: np.ndarray) -> None:
        self._labels = labels[:MOST_EXAMPLES]
        self._inference = Inference(network, X[:, :MOST_EXAMPLES])

    def __call__(self, theta: np.ndarray) -> Misclassified:
        """The mistakes made with the parameters `theta`."""
        output = self._inference.output(theta)
        predicted, confidence = classes(output), output.max(axis=0)
        if len(output) == 1:
            confidence = np.maximum(confidence, 1 - confidence)
        wrong = np.flatnonzero(predicted != self._labels)
        # A network that has diverged is sure of nothing.
        sure = np.nan_to_num(confidence[wrong])
        kept = wrong[np.argsort(-sure, kind="stable")[:MOST_KEPT]]
        return Misclassified(
            kept,
            predicted[kept],
            self._labels[kept],
            confidence[kept],
            len(wrong),
            len(self._labels),
        )


@probes.register("misclassified")
@dataclass(frozen=True)
class MisclassifiedProbe(Probe[Misclassified]):
    """The misclassified among the first `MOST_EXAMPLES` dev examples."""

    def applies(self, session: Session) -> bool:
        """Whether classes are predicted, and there are dev examples."""
        return session.dataset.task != "regression" and session.split.dev.m > 0

    def cost(self, session: Session) -> int:
        """The examples."""
        return min(MOST_EXAMPLES, session.split.dev.m)

    def bind(self, session: Session) -> MisclassifiedFinder:
        """Of the first dev examples: scaling the rest would take longer, the more they are."""
        dev = session.split.dev.first(MOST_EXAMPLES)
        X, _ = session.preprocess(dev)
        return MisclassifiedFinder(session.network, X, dev.labels)
