"""Inspection: one step of training, stage by stage, as a probe."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from playground.dataclass import dataclass
from playground.experiment.inspection.numbers import Inspection
from playground.experiment.probe import Probe
from playground.experiment.probes.registry import probes
from playground.experiment.session import Session


@probes.register("inspection")
@dataclass(frozen=True)
class InspectionProbe(Probe[Inspection]):
    """One example, or the coming mini-batch, through one step.

    Attributes
    ----------
    example : int
        The place in the training set of the one to look at; -1 for the coming mini-batch.
    differences : int
        The layer whose dW is to be compared with differences of the cost; 0 for none.
    """

    interval = 0.4
    of_theta_alone: ClassVar[bool] = False  # of learning rate, memory and masks as well

    example: int = -1
    differences: int = 0

    def applies(self, session: Session) -> bool:
        """Where there is something to train on."""
        return session.split.train.m > 0

    def cost(self, session: Session) -> int:
        """Forward and back by the plain formulas, and once more by a copy of the engine."""
        return 10 * session.trainer.batch_size

    def bind(self, session: Session):
        """Of the session as it stands whenever it is asked."""
        layer = self.differences if self.differences <= session.network.n_layers else 0
        return partial(Inspection.of, session, example=self.example, differences=layer)
