"""Timeline: what the row shows of the workbench's run, and what its buttons do."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from playground.experiment.snapshot import Frame, Run
from playground.gui.shell.main_window import MainWindow
from playground.gui.timeline.row import TimelineRow
from playground.gui.training.workbench import Workbench

#: Seconds between two times that the row is drawn anew while a run goes on.
_INTERVAL = 0.1

#: Milliseconds between two moments while the past is played.
_FRAME = 40

#: Moments a second where the speed slider stands at its maximum.
_FASTEST = 2000

#: The file inside a session that holds the bookmarks, and the most that are read from one.
FILE, _MOST, _LONGEST = "bookmarks.json", 1000, 120


class Timeline(QObject):
    """Drives the row above the status bar.

    Signals
    -------
    changed()
        Other things can be done in time than a moment ago.

    Attributes
    ----------
    row : TimelineRow
    bookmarks : dict of int to str
        Names by step, of the run on screen.
    """

    changed = Signal()

    def __init__(self, workbench: Workbench, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self.row = row = TimelineRow(window.actions_)
        window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, row)
        row.settle()
        self.bookmarks: dict[int, str] = {}
        self._workbench = workbench
        self._due = 0.0
        self._could: tuple[bool, bool] | None = None
        self._direction = 0
        self._place = 0.0
        self._player = QTimer(self, interval=_FRAME, timeout=self._play_on)
        row.track.step_requested.connect(self.look)
        row.track.bookmark_requested.connect(self._name)
        row.named.connect(self._set_name)
        workbench.frame_ready.connect(self._draw)
        workbench.run_started.connect(self._on_run_started)
        workbench.running_changed.connect(self._on_running)

    # ------------------------------------------------------------------ what the actions do

    @Slot(int)
    def look(self, step: int) -> None:
        """Show the run after so many steps."""
        self._direction = 0
        self._workbench.look_back(step)

    def step_back(self) -> None:
        """One mini-batch back."""
        self.look(self._here - 1)

    def epoch_back(self) -> None:
        """To the end of the epoch before."""
        self.look(self.row.track.epoch_from(forward=False))

    def to_start(self) -> None:
        """To the first moment that can be looked at."""
        self.look(self.row.track.minimum())

    def to_latest(self) -> None:
        """Back to the present."""
        self.look(self.row.track.maximum())

    def branch(self) -> None:
        """Go on from here, paused."""
        self._direction = 0
        self._workbench.branch()

    def play(self, direction: int) -> None:
        """Let the past go by, forwards (1) or backwards (-1); again: stand still."""
        self._direction = 0 if self._direction == direction else direction
        if not self._direction:
            return
        if direction > 0 and not self.looks_back:
            self._workbench.look_back(self.row.track.minimum())
            self._place = float(self.row.track.minimum())
        else:
            self._place = float(self._here)
        self._player.start()

    def add_bookmark(self) -> None:
        """Mark the moment on screen, and ask what to call it."""
        step = self._here
        if step in self.bookmarks:
            del self.bookmarks[step]
        else:
            self.bookmarks[step] = f"Step {step:,}"
            self.row.ask_name(step, self.bookmarks[step])
        self.row.track.show_bookmarks(self.bookmarks)

    @property
    def looks_back(self) -> bool:
        """Whether a moment of the past is on screen, or will be in a moment."""
        return self._workbench.looking_at is not None

    @property
    def has_past(self) -> bool:
        """Whether there is anything to look back at."""
        snapshot = self._workbench.snapshot
        return snapshot is not None and snapshot.last_step > snapshot.first_step

    @property
    def _here(self) -> int:
        at, snapshot = self._workbench.looking_at, self._workbench.snapshot
        if at is not None:
            return at
        return snapshot.steps if snapshot is not None else 0

    # ------------------------------------------------------------------ playing

    @Slot()
    def _play_on(self) -> None:
        snapshot = self._workbench.snapshot
        if not self._direction or snapshot is None or snapshot.running:
            self._player.stop()
            return
        if snapshot.looking_back and snapshot.steps != self._workbench.looking_at:
            return  # the moment asked for last is still on its way
        pace = self._workbench.steps_per_second or _FASTEST
        self._place += self._direction * max(1.0, min(pace, _FASTEST) * _FRAME / 1000)
        first, last = snapshot.first_step, snapshot.last_step
        if not first < self._place < last:
            self._direction = 0
        self._workbench.look_back(round(min(max(self._place, first), last)))

    # ------------------------------------------------------------------ what the row shows

    @Slot(object)
    def _draw(self, frame: Frame) -> None:
        snapshot, now = frame.snapshot, time.monotonic()
        if snapshot.running and now < self._due:
            return
        self._due = now + _INTERVAL
        history = frame.history
        best = history.best() if frame.split.dev.m else {}
        place = (int(best["step"]), int(best["epoch"])) if best and best["epoch"] else None
        epochs = history.column("step")[history.column("epoch") > 0]
        self.row.track.show_run(snapshot, epochs, place)
        words = ""
        if snapshot.elsewhere is not None:
            words = "Another network than the run's"
        elif snapshot.looking_back:
            words = f"Looking back: step {snapshot.steps:,} of {snapshot.last_step:,}"
            if snapshot.exact_in:
                words = f"Near step {snapshot.steps:,}; exact in {snapshot.exact_in:.1f} s"
        if self.row.words.text() != words:
            self.row.words.setText(words)
        can = self.has_past, self.looks_back
        if can != self._could:
            self._could = can
            self.changed.emit()

    @Slot(object)
    def _on_run_started(self, run: Run) -> None:
        self._direction = 0
        # Whoever asked meanwhile was told of a run without steps, which may never have been drawn.
        self._could = None
        if run.parent is None:
            self.bookmarks = read_bookmarks(run.window)
        else:
            self.bookmarks = {
                step: name
                for step, name in self.bookmarks.items()
                if run.parent.returns or step <= run.parent.step
            }
        self.row.track.show_bookmarks(self.bookmarks)

    @Slot(bool)
    def _on_running(self, running: bool) -> None:
        if running:
            self._direction = 0

    # ------------------------------------------------------------------ bookmarks

    @Slot(int)
    def _name(self, step: int) -> None:
        self.row.ask_name(step, self.bookmarks[step])

    @Slot(int, str)
    def _set_name(self, step: int, name: str) -> None:
        if step in self.bookmarks:
            self.bookmarks[step] = name[:_LONGEST]
            self.row.track.show_bookmarks(self.bookmarks)

    def files(self) -> dict[str, bytes]:
        """What goes into a session file."""
        if not self.bookmarks:
            return {}
        named = {str(step): name for step, name in sorted(self.bookmarks.items())}
        return {FILE: json.dumps(named, ensure_ascii=False, indent=1).encode()}


def read_bookmarks(files: Mapping[str, bytes]) -> dict[int, str]:
    """The bookmarks that a session file holds; what is no bookmark is passed over."""
    try:
        content = json.loads(files.get(FILE, b"{}"))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {
        int(step): name[:_LONGEST]
        for step, name in list(content.items())[:_MOST]
        if step.isascii() and step.isdigit() and len(step) < 10 and isinstance(name, str)
    }
