"""The file that the experiment on screen belongs to, and whether it holds all of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from playground.experiment.spec import ExperimentSpec
from playground.experiment.text.notes import Notes
from playground.experiment.text.written import WrittenExperiment
from playground.gui.training.stopwatch import Stopwatch
from playground.gui.training.workbench import Workbench

SESSION = ".playground"
EXPERIMENT = ".toml"

#: Seconds of training after which a run that nobody named is missed when it is gone.
WORTH_KEEPING = 60.0


class Document(QObject):
    """What was opened or saved last, compared with what stands now.

    A file of settings is changed by other settings, a session by training as well. An experiment
    without a file is changed by other settings than it began with, or by a long training.

    Signals
    -------
    changed()
        It has another name, or is modified now, or no longer.
    opened(Notes)
        Another document stands here, with these notes.

    Attributes
    ----------
    notes : Notes
        The words that go with it.
    path : str
        Empty while there is no file.
    modified : bool
        Whether something would be lost with the window.
    """

    changed = Signal()
    opened = Signal(object)

    def __init__(self, workbench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self.path = ""
        self.modified = False
        self._workbench = workbench
        self.notes = Notes()
        self._kept_notes = Notes()
        self._text = ""
        self._spec: ExperimentSpec | None = workbench.spec
        self._place: tuple[object, ...] | None = None
        self._trained = Stopwatch()
        for signal in (workbench.spec_changed, workbench.run_started, workbench.frame_ready):
            signal.connect(self._look)
        workbench.undo_changed.connect(self._look)
        workbench.running_changed.connect(self._on_running)

    @property
    def name(self) -> str:
        """The file's name, or that of the data it is about."""
        if self.path:
            return Path(self.path).name
        source = self._workbench.spec.data.source
        # A setting of the source may be called label: its own is that of its class.
        return Path(getattr(source, "path", "")).name or type(source).label

    @property
    def place(self) -> tuple[object, ...] | None:
        """Where the run stands: the same again only where nothing has happened since."""
        snapshot = self._workbench.snapshot
        if snapshot is None:
            return None
        return snapshot.run.run_id, snapshot.steps, self._workbench.undo_stack.present

    @property
    def written(self) -> WrittenExperiment:
        """The experiment on screen with the words around it, as a file would hold it."""
        return WrittenExperiment(self._workbench.spec, self.notes, self._text)

    def open(self, written: WrittenExperiment) -> None:
        """Show the words around an experiment that takes the place of the one on screen."""
        self.notes, self._text = written.notes, written.text
        self.opened.emit(self.notes)

    def note(self, notes: Notes) -> None:
        """Take other notes, which the next file will hold."""
        self.notes = notes
        self._look()

    def take(self, path: str, written: WrittenExperiment, place: tuple[object, ...] | None) -> None:
        """Belong to the file at `path`: it holds `written`, and a session that stood at `place`."""
        self.path = str(Path(path).absolute())
        self._begin(written.spec, place, written.notes)

    def leave(self, spec: ExperimentSpec | None) -> None:
        """Belong to no file; begin with `spec`, or with what is nowhere kept where it is None."""
        self.path = ""
        self._begin(spec, None, self.notes)

    def _begin(
        self, spec: ExperimentSpec | None, place: tuple[object, ...] | None, notes: Notes
    ) -> None:
        self._spec, self._place, self._kept_notes = spec, place, notes
        self._trained.reset()
        self.modified = self._is_modified()
        self.changed.emit()

    def _is_modified(self) -> bool:
        if self._spec is None or self._workbench.spec != self._spec:
            return True
        if self.notes != self._kept_notes:
            return True
        if self.path.lower().endswith(SESSION):
            return self.place != self._place
        return not self.path and self._trained.seconds >= WORTH_KEEPING

    @Slot(bool)
    def _on_running(self, running: bool) -> None:
        self._trained.go(running)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Say so where it is modified now, or no longer; while it trains it can only become so."""
        if self.modified and self._workbench.running:
            return
        modified = self._is_modified()
        if modified != self.modified:
            self.modified = modified
            self.changed.emit()
