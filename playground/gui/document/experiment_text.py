"""The experiment as text on the clipboard: to be mailed, noted, changed by hand, and put back.

It is copied as a whole experiment file, or as one line, a link; both are pasted. A table on the
clipboard is pasted too, as data.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from playground.atomic import FileError
from playground.experiment.errors import ExperimentError
from playground.experiment.text import link, written
from playground.gui.controls.folders import last_folder
from playground.gui.document.files import Files
from playground.gui.document.pasted_table import LARGEST, is_table, save
from playground.gui.training.workbench import Workbench

_NAME = "The clipboard"


class ExperimentText(QObject):
    """Copies the settings of the workbench as TOML, and takes up those it finds.

    Parameters
    ----------
    workbench : Workbench
    files : Files
        Knows the words around the settings, and what to do with a table.
    parent : QObject
    """

    def __init__(self, workbench: Workbench, files: Files, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench, self._files = workbench, files

    @Slot()
    def copy(self) -> None:
        """Put the experiment on the clipboard, as an experiment file would hold it."""
        QGuiApplication.clipboard().setText(str(self._files.document.written))
        self._workbench.confirm("The experiment is on the clipboard, as text.")

    @Slot()
    def copy_link(self) -> None:
        """Put the experiment on the clipboard as one line."""
        experiment = self._files.document.written
        text = link.as_link(experiment.spec, experiment.notes)
        QGuiApplication.clipboard().setText(text)
        words = [f"The experiment is on the clipboard, as a line of {len(text):,} characters."]
        if experiment.spec.data.source.is_file:
            words.append("The file of its data is not in it: hand it over too.")
        self._workbench.confirm(" ".join(words))

    @Slot()
    def paste(self) -> None:
        """Make the experiment on the clipboard the one on screen; undo takes it back.

        A mistake in it becomes a message that names its line; the experiment stays. A table
        becomes a file, which the import dialog shows.
        """
        bench, text = self._workbench, QGuiApplication.clipboard().text()
        is_link = link.is_link(text)
        if not is_link and is_table(text):
            self._paste_table(text)
            return
        try:
            text = link.text_of(text, _NAME) if is_link else text
            experiment = written.pasted(text, _NAME, last_folder())
        except ExperimentError as error:
            bench.refuse(str(error))
            return
        spec = experiment.spec
        if experiment.notes:
            self._files.document.open(experiment)
        if spec == bench.spec:
            bench.note("The experiment on the clipboard is the one on screen.")
            return
        bench.undo_stack.seal()
        bench.propose(spec)
        bench.undo_stack.seal()
        bench.confirm("Pasted the experiment from the clipboard. Undo takes it back.")

    def _paste_table(self, text: str) -> None:
        if len(text) > LARGEST:
            self._workbench.refuse(
                f"{_NAME}: a table of {len(text):,} characters is too long to be pasted; open it "
                "as a file."
            )
            return
        try:
            path = save(text)
        except FileError as error:
            self._workbench.refuse(str(error))
        else:
            self._files.imports.look_at_path(path)
