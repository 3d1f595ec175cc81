"""Keeps a record of every run of the workbench and of every study."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.experiment.snapshot import Frame
from playground.gui.workbench import Workbench

if TYPE_CHECKING:
    from playground.experiment.studies.standings import Row
    from playground.gui.run_history.past import Past
    from playground.gui.studies.requests import StudyOutcome, StudyRequest


class Recorder(QObject):
    """Writes down what comes of runs once they have trained; of frames it keeps the last alone.

    Signals
    -------
    changed()
        There is another run, or more is known of one.
    """

    changed = Signal()

    def __init__(self, workbench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._past: Past | None = None
        self._frame: Frame | None = None
        self._number = 0
        self._recorded = 0  # steps of the last record
        self._began = self._resumed = 0.0
        self._seconds = 0.0
        workbench.run_started.connect(self._on_run_started)
        workbench.running_changed.connect(self._on_running)
        workbench.frame_ready.connect(self._on_frame)

    @property
    def past(self) -> Past:
        """All that has been run."""
        if self._past is None:
            from playground.gui.run_history.past import Past

            self._past = Past()
        return self._past

    @Slot(object)
    def _on_run_started(self, run: object) -> None:
        self._record()
        self._frame, self._number, self._recorded, self._seconds = None, 0, 0, 0.0
        self._resumed = time.monotonic()

    @Slot(bool)
    def _on_running(self, running: bool) -> None:
        if running:
            self._resumed = time.monotonic()
        else:
            self._seconds += time.monotonic() - self._resumed

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if not frame.snapshot.steps:
            return
        if not self._number:
            self._number, self._began = self.past.next_number(), time.time()
        self._frame = frame
        if not frame.snapshot.running:
            self._record()

    def _record(self) -> None:
        """Write down the run at hand as far as it has come."""
        from playground.gui.run_history.past import PastRun

        frame = self._frame
        if frame is None or frame.snapshot.steps == self._recorded:
            return
        snapshot, latest = frame.snapshot, frame.history.latest
        self._recorded = snapshot.steps
        going_on = time.monotonic() - self._resumed if snapshot.running else 0.0
        self.past.put(
            PastRun(
                number=self._number,
                kind="run",
                name=f"Run {self._number}",
                spec=snapshot.spec,
                seeds=(snapshot.spec.seed,),
                epochs=snapshot.epoch,
                train_cost=latest.get("train_cost", math.nan),
                train_error=latest.get("train_error", math.nan),
                dev_error=latest.get("dev_error", math.nan),
                task=frame.run.dataset.task,
                seconds=self._seconds + going_on,
                began=self._began,
                sentence=snapshot.stop.sentence if snapshot.stop else "Paused.",
            )
        )
        self.changed.emit()

    def add_study(self, request: StudyRequest, outcome: StudyOutcome) -> None:
        """Write down a study that is over."""
        from playground.gui.run_history.past import PastRun

        if outcome.scene is None:
            return
        result, best = outcome.scene.result, _best(outcome.scene.rows)
        self.past.put(
            PastRun(
                number=self.past.next_number(),
                kind="study",
                name=request.title,
                spec=result.study.base,
                seeds=result.study.seeds,
                epochs=max(record.epoch for record in result.records),
                train_cost=best.train_cost,
                train_error=best.train_error,
                dev_error=best.dev_error,
                task=result.task,
                seconds=result.seconds,
                began=time.time() - result.seconds,
                sentence=" ".join(outcome.sentences),
            )
        )
        self.changed.emit()


def _best(rows: tuple[Row, ...]) -> Row:
    """The row with the lowest dev error, or train cost where there is no dev set."""

    def rank(row: Row) -> tuple[float, float]:
        values = row.dev_error, row.train_cost
        return tuple(math.inf if math.isnan(value) else value for value in values)

    return min(rows, key=rank)
