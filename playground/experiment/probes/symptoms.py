"""Symptoms: what may be wrong with a run, looked for now and then while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from playground.dataclass import dataclass
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes

if TYPE_CHECKING:
    from playground.experiment.session import Session
    from playground.experiment.symptoms import Finding


@probes.register("symptoms")
@dataclass(frozen=True)
class SymptomsProbe(Probe["tuple[Finding, ...]"]):
    """All findings, the gravest first."""

    interval, share = 2.0, 0.01

    def cost(self, session: Session) -> int:
        """Forward and back through some examples, and the results of train and dev."""
        return 2 * session.split.train.m + session.split.dev.m

    def bind(self, session: Session) -> Callable[[np.ndarray], tuple[Finding, ...]]:
        """The session itself is looked at: its history says more than its parameters."""
        from playground.experiment.symptoms import examine

        return lambda theta: tuple(examine(session))
