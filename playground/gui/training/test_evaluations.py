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
    _measured = Signal(object, object)

    def __init__(self, workbench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._times: dict[object, int] = {}
        self._measured.connect(self._count)

    @Slot()
    def take(self) -> None:
        """Measure it on the network as it is now; `taken` tells."""
        self._workbench.write(self._measure, "")

    def _measure(self, session: Session) -> None:
        """In the worker's thread; the signal brings it to the window's."""
        look = TestEvaluation(session.split, session.trainer.epoch, session.test_error())
        self._measured.emit((session.spec.data, session.spec.seed), look)

    @Slot(object, object)
    def _count(self, data: object, look: TestEvaluation) -> None:
        self._times[data] = self._times.get(data, 0) + 1
        self.taken.emit(replace(look, times=self._times[data]))
