"""Layers: how the signal passes the layers, now and at the start, and how far they moved."""

from __future__ import annotations

import numpy as np

from playground.dataclass import dataclass
from playground.engine.plan import blocks
from playground.experiment.layers import MOST_EXAMPLES, Signals, sample_of
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes
from playground.experiment.session import Session

#: Seconds of replay that are spent to find out how far the weights moved in an epoch.
_PATIENCE = 0.03


@dataclass(frozen=True, eq=False)
class LayerReport:
    """The layers of a network.

    Attributes
    ----------
    now, start : Signals
        At present, and at the first moment that is known; on the same examples.
    update_ratio : ndarray, (L,), or None
        ``||change of W[l]|| / ||W[l]||`` over the last epoch; None before the first has ended,
        and where it would take long to find out.
    """

    now: Signals
    start: Signals
    update_ratio: np.ndarray | None


class LayerExamination:
    """Looks at the layers of one session, again and again."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._network = session.network.copy()
        self._X, self._Y = session.preprocess(sample_of(session.split.train))
        recording = session.recording
        self._start = self._signals(recording.state_at(recording.steps[0]).theta)

    def __call__(self, theta: np.ndarray) -> LayerReport:
        """The report with the parameters `theta`."""
        return LayerReport(self._signals(theta), self._start, self._moved(theta))

    def _signals(self, theta: np.ndarray) -> Signals:
        self._network.theta = theta
        return Signals.of(self._network, self._X, self._Y)

    def _moved(self, theta: np.ndarray) -> np.ndarray | None:
        """How far each layer's weights moved since the end of the epoch before, by their size."""
        session = self._session
        history, recording = session.history, session.recording
        ends = history.column("step")[history.column("epoch") == session.trainer.epoch - 1]
        if not len(ends) or not session.trainer.epoch:
            return None
        step = int(ends[-1])
        if not recording.steps[0] <= step or recording.seconds_to(step) > _PATIENCE:
            return None
        before = recording.state_at(step).theta
        sizes = self._network.layer_sizes
        with np.errstate(all="ignore"):
            return np.array(
                [
                    np.linalg.norm(now[:-1] - then[:-1]) / np.linalg.norm(now[:-1])
                    for now, then in zip(blocks(theta, sizes), blocks(before, sizes))
                ]
            )


@probes.register("layers")
@dataclass(frozen=True)
class LayersProbe(Probe[LayerReport]):
    """The spread of signals and gradients layer by layer."""

    interval = 0.4

    def cost(self, session: Session) -> int:
        """Forward and back."""
        return 3 * min(MOST_EXAMPLES, session.split.train.m)

    def bind(self, session: Session) -> LayerExamination:
        """On some training examples."""
        return LayerExamination(session)
