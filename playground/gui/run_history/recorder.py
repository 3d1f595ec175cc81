"""Keeps a record of every run of the workbench and of every study."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.experiment.probes.surface import SurfaceProbe
from playground.experiment.run_log import RunEntries, RunEntry, RunLog, thinned
from playground.experiment.snapshot import BranchPoint, Frame, Run
from playground.experiment.wording import count
from playground.gui.theme import LIGHT
from playground.gui.training.messages import Message
from playground.gui.training.stopwatch import Stopwatch
from playground.gui.training.workbench import Workbench

if TYPE_CHECKING:
    import numpy as np

    from playground.experiment.studies.kinds.request import StudyOutcome

#: Seconds between two records of a run that goes on, between two pictures of it, and between
#: two times that its curve is said to be longer.
RECORD, PICTURE, PROGRESS = 1.0, 3.0, 0.2

_LONGEST_TITLE = 60  # characters

#: So many studies can be looked at again without being run again.
MOST_FINISHED = 12


class Recorder(QObject):
    """Writes down what comes of runs and studies; of frames it keeps the last alone.

    Signals
    -------
    changed()
        There is another run, or more is known of one.
    progressed()
        The curve of the run that goes on has grown.

    Attributes
    ----------
    past : Past
        All that has been run.
    finished : mapping of int to object
        By number, what the study window shows of the latest studies.
    """

    changed = Signal()
    progressed = Signal()

    def __init__(self, workbench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self.past = RunLog()
        self.finished: OrderedDict[int, Any] = OrderedDict()
        self._workbench = workbench
        self._frame: Frame | None = None
        self._number = 0
        self._numbers: dict[int, int] = {}  # of the rows, by the runs of this window
        self._recorded: tuple[int, int, bool, bool] | None = None  # what was written down last
        self._record_due = self._picture_due = self._progress_due = 0.0
        self._began = 0.0
        self._parent: tuple[int, int] | None = None  # of a branch: the row and step it left
        self._trained = Stopwatch()
        self._ways: dict[int, int] = {}  # the row of the way that was left, by the key of a branch
        self._before: tuple[RunEntry, ...] = ()  # what stood here before a session was opened
        workbench.run_started.connect(self._on_run_started)
        workbench.running_changed.connect(self._on_running)
        workbench.frame_ready.connect(self._on_frame)

    # ------------------------------------------------------------------ what is known

    @property
    def live(self) -> int:
        """The number of the run on screen; 0 before it has trained."""
        return self._number

    def live_evaluations(self) -> np.ndarray | None:
        """The evaluations of the run on screen as it stands, ``(n, 7)``, thinned out."""
        return None if self._frame is None else thinned(self._frame.history.evaluations)

    def kept(self) -> RunEntries:
        """All that has been run, for a file."""
        self._record()
        return RunEntries(self.past.runs, self._number if self._number in self.past else 0)

    # ------------------------------------------------------------------ the run on screen

    @Slot(object)
    def _on_run_started(self, run: Run) -> None:
        self._record(ended=True, parted=run.parent is not None)
        left, self._number = self._number, 0
        self._frame, self._recorded, self._parent = None, None, None
        self._trained.reset()
        if run.parent is not None:
            self._go_another_way(run.parent, left)
        else:
            self._ways.clear()
        self._record_due = self._picture_due = self._progress_due = 0.0
        if run.takes_up in self._numbers:
            self._go_on_with(self._numbers[run.takes_up])
        if run.attached is not None:
            self._open(run.attached.runs)

    @Slot(bool)
    def _on_running(self, running: bool) -> None:
        self._trained.go(running)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        if not frame.snapshot.steps or frame.snapshot.looking_back:
            return
        if not self._number:
            self._number, self._began = self.past.next_number(), time.time()
        self._numbers[frame.run.run_id] = self._number
        self._frame, now = frame, time.monotonic()
        if not frame.snapshot.running or now >= self._record_due:
            self._record()
            self._record_due = now + RECORD
        if not frame.snapshot.running or now >= self._progress_due:
            self.progressed.emit()
            self._progress_due = now + PROGRESS

    def _go_another_way(self, parent: BranchPoint, left: int) -> None:
        """Begin the row of a branch, or go on with that of the way it comes back to."""
        if parent.returns:
            self._go_on_with(self._ways.get(parent.key, 0))
        else:
            self._parent = (left, parent.step)
        self._ways[parent.key] = left

    def _record(self, ended: bool = False, parted: bool = False) -> None:
        """Write down the run at hand as far as it has come."""
        frame = self._frame
        if frame is None:
            return
        snapshot, running = frame.snapshot, frame.snapshot.running and not ended
        # A weight set by hand is an evaluation without a step.
        state = snapshot.steps, frame.history.n_evaluations, running, parted
        if state == self._recorded:
            return
        self._recorded = state
        if snapshot.stop is not None:
            sentence = snapshot.stop.sentence
        elif parted:
            sentence = "Left for another way."
        elif running:
            sentence = "Training now."
        else:
            sentence = "Ended when another run began." if snapshot.running else "Paused."
        if frame.run.initial_weights is not None:
            sentence = f"{frame.run.initial_weights.sentence} {sentence}".lstrip()
        run = self._known(frame).after(snapshot.spec, frame.history, snapshot.epoch, sentence)
        picture = self._picture(frame, running) or run.picture
        self.past.put(replace(run, seconds=self._trained.seconds, picture=picture))
        self.changed.emit()

    def _known(self, frame: Frame) -> RunEntry:
        """The row of the current run; a bare one where there is none yet."""
        if self._number in self.past:
            return self.past[self._number]
        title = f"Run {self._number}"
        parent, step = self._parent or (0, 0)
        if parent:
            title = f"{title} from run {parent}, step {step:,}"
        elif frame.run.initial_weights is not None and frame.run.initial_weights.origin:
            # Its settings and seed alone do not make it again.
            title = f"{title} from {frame.run.initial_weights.origin}"[:_LONGEST_TITLE]
        return RunEntry(
            number=self._number,
            kind="run",
            title=title,
            name=title,
            spec=frame.snapshot.spec,
            task=frame.run.dataset.task,
            parent=parent,
            parted=step,
            began=self._began,
        )

    #: What its pictures are made of.
    probes = (SurfaceProbe(),)

    def _picture(self, frame: Frame, running: bool) -> bytes:
        """The decision boundary on screen; empty where there is none, or where it was kept lately.

        The worker has computed it: what is left to do takes about two milliseconds.
        """
        from playground.experiment.thumbnail import has_thumbnail, thumbnail
        from playground.gui.run_history.pictures import palette, rgb
        from playground.io.png import as_png

        surface, dataset = frame.probes.get(SurfaceProbe), frame.dataset
        now = time.monotonic()
        if surface is None or not has_thumbnail(dataset) or (running and now < self._picture_due):
            return b""
        self._picture_due = now + PICTURE
        # In a file it has the colours of the light theme; the window gives it its own.
        return as_png(thumbnail(surface, dataset), rgb(palette(LIGHT, dataset.task)))

    # ------------------------------------------------------------------ a session from a file

    def _open(self, past: RunEntries) -> None:
        """Show the table that came with a session in place of the one there is."""
        self._before, self.past = self.past.runs, RunLog(past.runs)
        self.finished.clear()
        self._numbers.clear()
        if past.present:
            self._go_on_with(past.present)
        self.changed.emit()
        if self._before:
            # Once the workbench has said what it has to say of the session itself.
            QTimer.singleShot(0, self, self._offer_to_keep)

    def _go_on_with(self, number: int) -> None:
        """The run on screen is the one of this row, where it still stands."""
        if number in self.past:
            present = self.past[number]
            self._number, self._began = present.number, present.began
            self._trained.reset(present.seconds)

    @Slot()
    def _offer_to_keep(self) -> None:
        rows = count(len(self._before), "row")
        sentence = f"The run history is now that of the session; {rows} of before left it."
        message = Message("note", sentence, "Keep them too", self.keep_those_of_before)
        self._workbench.tell(message)

    def keep_those_of_before(self) -> None:
        """Add the rows that stood here before a session was opened."""
        for run in self._before:
            self.past.put(replace(run, number=self.past.next_number()))
        self._before = ()
        self.changed.emit()

    # ------------------------------------------------------------------ studies

    def add_study(self, outcome: StudyOutcome, shown: object) -> None:
        """Write down a study that is over; `shown` is what the study window shows of it."""
        from playground.experiment.studies.kinds.entry import entry_of

        if outcome.result.cancelled and not any(r.steps for r in outcome.result.records):
            return
        entry = entry_of(self.past.next_number(), outcome)
        self.past.put(entry)
        self.keep_finished(entry.number, shown)
        self.changed.emit()

    def keep_finished(self, number: int, shown: object) -> None:
        """Hold what a study came to, so that it can be looked at again at once."""
        self.finished[number] = shown
        while len(self.finished) > MOST_FINISHED:
            self.finished.popitem(last=False)
