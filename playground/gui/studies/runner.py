"""Runs studies in a thread of their own, one at a time, and tells the window what comes of it."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, SignalInstance, Slot

from playground.experiment.errors import ExperimentError
from playground.experiment.studies.kinds.kind import JobContext
from playground.experiment.studies.kinds.request import StudyRequest
from playground.experiment.studies.running.progress import Progress, StudyFrame
from playground.experiment.studies.study import Study
from playground.gui.studies.progress_channel import ProgressChannel, StudyUpdate
from playground.gui.studies.scene import FinishedStudy, SceneMaker
from playground.gui.training.job_thread import JobThread
from playground.gui.training.mailbox import Gate
from playground.gui.training.messages import sentence_of
from playground.settings import SettingError

#: Milliseconds between two looks at what a study has left.
INTERVAL = 33

#: At most this part of the time goes into what is drawn.
_DRAWING_SHARE = 0.2


class StudyThread(JobThread):
    """Carries one request out; what comes of it is a `FinishedStudy`.

    Parameters
    ----------
    request : StudyRequest
    gate : Gate
        As of `JobThread`.
    """

    what = "this study"
    doing = "running a study"
    unforeseen = "The study stopped because of an error in the program"

    def __init__(self, request: StudyRequest, gate: Gate) -> None:
        super().__init__(gate)
        self.updates = ProgressChannel()
        self._request = request
        self._maker: SceneMaker | None = None
        self._scene_due = 0.0

    def job(self) -> FinishedStudy:
        """Carry the request out, in the thread."""
        context = JobContext(self._post, self._draw, self.is_cancelled)
        try:
            outcome = self._request.carry_out(context)
        except SettingError as error:
            raise ExperimentError(sentence_of(self._request.spec, error)) from None
        scene = self._maker_of(outcome.result.study).final(outcome.result, outcome.reading)
        return FinishedStudy(outcome, scene)

    def _post(self, stage: str, progress: Progress) -> None:
        """Leave how far it is, for the window to take."""
        self.updates.post(StudyUpdate(progress.fraction, stage, progress.seconds_left))

    def _draw(self, frame: StudyFrame) -> None:
        """Leave what to draw of it, as long as that does not take too much of the time."""
        before = time.perf_counter()
        if before < self._scene_due:
            return
        self.updates.draw(self._maker_of(frame.study).scene_of(frame))
        after = time.perf_counter()
        self._scene_due = after + (after - before) / _DRAWING_SHARE

    def _maker_of(self, study: Study) -> SceneMaker:
        if self._maker is None:
            self._maker = SceneMaker(study, self._request.dataset)
        return self._maker


class StudyRunner(QObject):
    """Runs the last request it was given; the one before it is cancelled.

    Parameters
    ----------
    gate : Gate
        That of the workbench: whoever trains waits while a frame is drawn.

    Signals
    -------
    began(StudyRequest)
    reported(StudyUpdate)
        How far it is; whoever listens draws at once, while the gate is held.
    next_turn()
        A moment after a report, likewise: the time to draw what need not be drawn at once, so
        that no frame is long.
    ended(FinishedStudy)
        All that came of it, also after a cancel.
    failed(str, str)
        Nothing came of it: a sentence and details.
    """

    began = Signal(object)
    reported = Signal(object)
    next_turn = Signal()
    ended = Signal(object)
    failed = Signal(str, str)

    def __init__(self, gate: Gate, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gate = gate
        self._thread: StudyThread | None = None
        self._pending: StudyRequest | None = None
        self._rest_waits = False
        self._timer = QTimer(self, interval=INTERVAL, timeout=self._look)

    @property
    def running(self) -> bool:
        """Whether a study is going on."""
        return self._thread is not None

    def submit(self, request: StudyRequest) -> None:
        """Run a request, as soon as the one before it has ended."""
        if self._thread is not None:
            self._pending = request
            self._thread.cancel()
            return
        self._thread = StudyThread(request, self._gate)
        self._thread.finished.connect(self._on_finished)
        self.began.emit(request)
        self._timer.start()
        self._thread.start()

    @Slot()
    def cancel(self) -> None:
        """End what is going on, keeping what is finished."""
        if self._thread is not None:
            self._thread.cancel()

    def close(self) -> None:
        """End what is going on and forget it."""
        self._pending = None
        self._timer.stop()
        if self._thread is not None:
            thread, self._thread = self._thread, None
            thread.finished.disconnect(self._on_finished)
            thread.end()

    # ------------------------------------------------------------------ what comes back

    @Slot()
    def _look(self) -> None:
        if self._rest_waits:
            self._rest_waits = False
            self._let_draw(self.next_turn)
        elif self._thread is not None and (update := self._thread.updates.take()) is not None:
            self._rest_waits = update.scene is not None
            self._let_draw(self.reported, update)

    def _let_draw(self, signal: SignalInstance, *words: object) -> None:
        """Emit a signal whose listeners draw, and have that painted, while nobody trains."""
        self._gate.hold()
        try:
            signal.emit(*words)
            QCoreApplication.sendPostedEvents()
        finally:
            self._gate.release()

    @Slot()
    def _on_finished(self) -> None:
        thread = self._thread
        if thread is None or not thread.isFinished():
            return
        thread.wait()
        self._thread, self._rest_waits = None, False
        self._timer.stop()
        if self._pending is not None:
            request, self._pending = self._pending, None
            self.submit(request)
        elif thread.failure is not None:
            sentence = thread.failure.sentence
            self.failed.emit(sentence[:1].upper() + sentence[1:], thread.failure.details)
        else:
            self.ended.emit(thread.result)
