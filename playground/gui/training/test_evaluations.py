"""Looking at the test set on demand, and counting how often."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from playground.experiment.session import Session
from playground.experiment.test_evaluation import TestEvaluation
from playground.gui.training.workbench import Workbench


class TestEvaluations(QObject):
    """Has the worker measure the test error between two mini-batches.

    Signals
    -------
    taken(TestEvaluation)
    """

    taken = Signal(object)

    def __init__(self, workbench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._times: dict[object, int] = {}

    @Slot()
    def take(self) -> None:
        """Measure it on the network as it is now; `taken` tells."""
        self._workbench.call(_measured).then(self._count)

    def _count(self, measured: tuple[object, TestEvaluation]) -> None:
        data, look = measured
        self._times[data] = self._times.get(data, 0) + 1
        self.taken.emit(replace(look, times=self._times[data]))


def _measured(session: Session) -> tuple[object, TestEvaluation]:
    """What it is measured on, and the measurement; in the worker."""
    look = TestEvaluation(session.split, session.trainer.epoch, session.test_error())
    return (session.spec.data, session.spec.seed), look
