"""Files of data: opened at once or talked about in the import dialog, and watched afterwards."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from playground.data.csv_source import CsvFile
from playground.data.datasets import Dataset
from playground.data.description import described, dev_taken, doubt
from playground.data.sources import Source
from playground.data.tables.wording import plural
from playground.experiment.snapshot import Run
from playground.experiment.spec import ExperimentSpec
from playground.experiment.suited import suited, told, unsuited
from playground.gui.document.file_watch import FileWatch
from playground.gui.training.carried_over import is_other_data, sentence_on
from playground.gui.training.messages import Message
from playground.gui.training.workbench import Workbench
from playground.settings import Settings, replaced

if TYPE_CHECKING:
    from playground.gui.dialogs.import_data.dialog import ImportDialog, Imported

LOOK = "Look at the import"
TRAIN_ON_ALL = "Train on all"

#: Bytes from which reading takes long enough to say that it is going on.
_LARGE = 2_000_000


class Imports(QObject):
    """Brings data from files into the workbench.

    Parameters
    ----------
    workbench : Workbench
    window : QWidget
        The parent of the dialog.

    Signals
    -------
    opened(str, bool)
        The data in this file are those of the run that stands now; whether those before were
        others, and not the same file read anew.

    Attributes
    ----------
    dialog : ImportDialog or None
        The one that is open, or was last.
    """

    opened = Signal(str, bool)

    def __init__(self, workbench: Workbench, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.dialog: ImportDialog | None = None
        self._workbench = workbench
        self._window = window
        self._dataset: Dataset | None = None  # of the run that stands
        self._looked_at: Dataset | None = None  # of which the dialog told everything
        self._opening = ""
        self._are_others = False
        self._says_reading = False
        self._watch = FileWatch(self)
        self._watch.changed.connect(self._on_file_changed)
        workbench.run_started.connect(self._on_run_started)
        workbench.spec_refused.connect(self._on_refused)

    # ------------------------------------------------------------------ opening

    def open(self, source: Source, spec: ExperimentSpec | None = None) -> None:
        """Use the data that a source reads without a question.

        With the other settings of `spec`, or those of the present experiment.
        """
        self._opening = getattr(source, "path", "")
        self._open(replaced(spec or self._workbench.planned, "data.source", source))
        if self._opening and _size(self._opening) > _LARGE:
            self._workbench.note(f"Reading {Path(self._opening).name}…")
            self._says_reading = True

    def look(self, source: Source) -> None:
        """Show a file of text in the import dialog; an archive is used at once."""
        if _is_table(source):
            self.look_at(source)
        else:
            self.open(source)

    @Slot(str)
    def look_at_path(self, path: str) -> None:
        """Show a file of text in the import dialog."""
        self.look_at(CsvFile(path=path))

    @Slot()
    def look_at_present(self) -> None:
        """Show the file that the present data come from in the import dialog."""
        source = self._workbench.spec.data.source
        if _is_table(source):
            self.look_at(source)

    def look_at(self, source: CsvFile) -> None:
        """Show a file, read as `source` says, in the import dialog."""
        from playground.gui.dialogs.import_data import ImportDialog

        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.reject()
        dialog = ImportDialog(source, self._window)
        dialog.imported.connect(self._on_imported)
        dialog.ended.connect(self._on_ended)
        self.dialog = dialog
        dialog.open()

    def close(self) -> None:
        """End whatever is under way; for the end of the program."""
        if self.dialog is not None:
            self.dialog.finish()
            self.dialog = None
        self._watch.follow("")

    @Slot(object)
    def _on_imported(self, imported: Imported) -> None:
        spec = suited(
            replaced(self._workbench.planned, "data.source", imported.source), imported.dataset
        )
        self._looked_at = imported.dataset
        self._opening = imported.source.path
        self._open(spec, imported.dataset)

    def _open(self, spec: ExperimentSpec, dataset: Dataset | None = None) -> None:
        self._are_others = is_other_data(self._workbench.spec, spec)
        self._workbench.open(spec, dataset)

    @Slot(object)
    def _on_ended(self, dialog: QWidget) -> None:
        if dialog is self.dialog:
            self.dialog = None

    # ------------------------------------------------------------------ afterwards

    @Slot(object)
    def _on_run_started(self, run: Run) -> None:
        if run.dataset is self._dataset:
            return
        self._dataset = run.dataset
        path = getattr(run.spec.data.source, "path", "")
        self._watch.follow(path)
        # The run that stands may be of before: the one asked for is still being built.
        opened = bool(path) and path == self._opening
        news = path and (opened or run.dataset.notices) and run.dataset is not self._looked_at
        message = self._message(run, path) if news else None
        if opened:
            # It takes down the message that stands: what there is to tell comes after it.
            self._workbench.propose(suited(self._workbench.spec, run.dataset))
        if message is not None:
            self._workbench.tell(message)
        elif opened and self._says_reading:
            self._workbench.tell(None)
        self._looked_at = None
        if opened:
            self._opening, self._says_reading = "", False
            self.opened.emit(path, self._are_others)

    def _message(self, run: Run, path: str) -> Message:
        """What is predicted from what, and what the person was not asked about yet."""
        dataset = run.dataset
        taken, more = dev_taken(dataset, run.split), len(dataset.notices) - 1
        doubts = [doubt(dataset), taken, *(notice.text for notice in dataset.notices[:1])]
        spec, chosen = self._workbench.spec, ""
        if path == self._opening:
            doubts.append(sentence_on(spec))
            chosen = told(spec, suited(spec, dataset))
        if more > 0:
            doubts.append(f"And {plural(more, 'more notice')}.")
        words = [f"{Path(path).name}: {described(dataset, run.split)}", *doubts, chosen]
        sentence = " ".join(_ended(each) for each in words if each)
        kind = "warning" if any(doubts) else "note"
        if taken:
            return Message(kind, sentence, TRAIN_ON_ALL, self._train_on_all)
        if not _is_table(self._workbench.spec.data.source):
            return Message(kind, sentence)
        return Message(kind, sentence, LOOK, self.look_at_present)

    @Slot()
    def _train_on_all(self) -> None:
        run = self._workbench.run
        if run is not None:
            spec = unsuited(self._workbench.spec, run.dataset)
            spec = replaced(spec, "data.division", "as_given")
            self._workbench.open(suited(spec, run.dataset))

    @Slot(object, str)
    def _on_refused(self, spec: ExperimentSpec, sentence: str) -> None:
        source = spec.data.source
        self._says_reading = False
        # Other refusals are of the network or the formulas, which the dialog says nothing of.
        if _is_table(source) and source.path == self._opening and source.path in sentence:
            message = Message("error", sentence, LOOK, partial(self.look_at, source))
            self._workbench.tell(message)
        self._opening = ""

    @Slot(str)
    def _on_file_changed(self, path: str) -> None:
        sentence = f"{Path(path).name} has changed on disk."
        message = Message("note", sentence, "Reload", self.reload)
        self._workbench.tell(message)

    @Slot()
    def reload(self) -> None:
        """Read the file of the present data anew and start over."""
        self._opening = getattr(self._workbench.spec.data.source, "path", "")
        self._open(self._workbench.spec)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."


def _is_table(source: Settings) -> TypeGuard[CsvFile]:
    """Whether these settings read a file of text, about which there is something to choose."""
    return isinstance(source, CsvFile) and bool(source.path) and not source.is_archive


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
