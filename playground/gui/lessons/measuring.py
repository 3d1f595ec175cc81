"""Measuring: the names that a lesson speaks of, measured by the worker between two mini-batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from playground.experiment.session import Session
from playground.experiment.snapshot import Frame
from playground.gui.training.calls import Failure
from playground.gui.training.messages import message_of_failure
from playground.gui.training.workbench import Workbench
from playground.lessons.measures import measure_session

#: Seconds between two measurements while a run goes on.
_INTERVAL = 0.2

Values = Mapping[str, float]


class Measuring(QObject):
    """Measures when it is asked to, and what is watched with every frame at rest.

    Parameters
    ----------
    workbench : Workbench
    kept : callable
        Gives the values of earlier runs by their names, which are not measured again.

    Signals
    -------
    measured(dict)
        What was measured of the names that are watched, and the kept values.
    """

    measured = Signal(dict)

    def __init__(self, workbench: Workbench, kept: Callable[[], Values], parent: QObject) -> None:
        super().__init__(parent)
        self._workbench, self._kept = workbench, kept
        self._names: tuple[str, ...] = ()
        self._waits = False  # for something that is measured
        self._due = 0.0
        self._closed = False

    def close(self) -> None:
        """Nobody wants to know any more, also of what is still to come."""
        self._closed = True

    def watch(self, names: Iterable[str]) -> None:
        """Measure these names from now on, at rest and now and then while a run goes on."""
        self._names, self._due = tuple(names), 0.0
        self._look()

    def measure(self, names: Iterable[str], then: Callable[[dict[str, float]], object]) -> None:
        """Measure once; `then` is called with the values by their names, the kept ones included."""
        question = partial(_measured, tuple(names), dict(self._kept()))
        self._call(question, "measuring what the lesson asks", then)

    def ask(self, question: Callable[[Session], bool], then: Callable[[bool], object]) -> None:
        """Ask something of the session."""
        self._call(question, "looking whether the run is done", then)

    def _call(
        self, ask: Callable[[Session], Any], doing: str, then: Callable[[Any], object]
    ) -> None:
        call = self._workbench.call(ask, doing)
        call.then(partial(self._on_answer, then), self._on_failure)

    @Slot(object)
    def see(self, frame: Frame) -> None:
        """Measure what is watched, where it is time to."""
        if not frame.snapshot.running or time.monotonic() >= self._due:
            self._look()

    def _look(self) -> None:
        if self._names and not self._waits and self._workbench.snapshot is not None:
            self._waits, self._due = True, time.monotonic() + _INTERVAL
            self.measure(self._names, self._on_measured)

    def _on_measured(self, values: dict[str, float]) -> None:
        self._waits = False
        self.measured.emit(values)

    def _on_answer(self, then: Callable[[Any], object], answer: Any) -> None:
        if not self._closed:
            then(answer)

    def _on_failure(self, failure: Failure) -> None:
        self._waits = False
        if not self._closed:
            self._workbench.tell(message_of_failure(failure))


def _measured(names: Sequence[str], kept: Values, session: Session) -> dict[str, float]:
    return {**kept, **measure_session(session, [name for name in names if name not in kept])}
