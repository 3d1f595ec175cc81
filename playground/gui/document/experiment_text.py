"""The experiment as text on the clipboard: to be mailed, noted, changed by hand, and put back.

It is copied as a whole experiment file, or as one line, a link; both are pasted. A table on the
clipboard is pasted too, as data.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from playground.atomic import FileError
from playground.experiment.errors import ExperimentError
from playground.experiment.text import link, written
from playground.experiment.text.written import WrittenExperiment
from playground.gui.controls.folders import last_folder
from playground.gui.document.pasted_table import LARGEST, is_table, save
from playground.gui.training.workbench import Workbench

_NAME = "The clipboard"


class ExperimentText(QObject):
    """Copies the settings of the workbench as TOML, and takes up those it finds.

    Signals
    -------
    table_pasted(str)
        There was a table on the clipboard; it is in this file now.
    pasted(WrittenExperiment)
        The experiment on the clipboard is the one on screen now; these are the words around it.

    Attributes
    ----------
    written : callable
        Gives the experiment on screen with the words around it.
    """

    table_pasted = Signal(str)
    pasted = Signal(object)

    def __init__(self, workbench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self.written: Callable[[], WrittenExperiment] = WrittenExperiment
        self._workbench = workbench

    @Slot()
    def copy(self) -> None:
        """Put the experiment on the clipboard, as an experiment file would hold it."""
        QGuiApplication.clipboard().setText(str(self.written()))
        self._workbench.confirm("The experiment is on the clipboard, as text.")

    @Slot()
    def copy_link(self) -> None:
        """Put the experiment on the clipboard as one line."""
        experiment = self.written()
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
        becomes a file, of which `table_pasted` tells.
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
            self.pasted.emit(experiment)
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
            self.table_pasted.emit(path)
