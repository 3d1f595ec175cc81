"""The experiment as text on the clipboard: to be mailed, noted, changed by hand, and put back.

A table on the clipboard is pasted too, as data.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from playground.atomic import FileError
from playground.experiment import codec
from playground.experiment.errors import ExperimentError
from playground.gui.controls.folders import last_folder
from playground.gui.document.pasted import LARGEST, is_table, save
from playground.gui.training.workbench import Workbench

_NAME = "The clipboard"


class ExperimentText(QObject):
    """Copies the settings of the workbench as TOML, and takes up those it finds.

    Signals
    -------
    table_pasted(str)
        There was a table on the clipboard; it is in this file now.
    """

    table_pasted = Signal(str)

    def __init__(self, workbench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench = workbench

    @Slot()
    def copy(self) -> None:
        """Put the experiment on the clipboard, as an experiment file would hold it."""
        QGuiApplication.clipboard().setText(codec.dumps(self._workbench.spec))
        self._workbench.note("The experiment is on the clipboard, as text.")

    @Slot()
    def paste(self) -> None:
        """Make the experiment on the clipboard the one on screen; undo takes it back.

        A mistake in it becomes a message that names its line; the experiment stays. A table
        becomes a file, of which `table_pasted` tells.
        """
        bench, text = self._workbench, QGuiApplication.clipboard().text()
        if is_table(text):
            self._paste_table(text)
            return
        try:
            spec = codec.pasted(text, _NAME, last_folder())
        except ExperimentError as error:
            bench.refuse(str(error))
            return
        if spec == bench.spec:
            bench.note("The experiment on the clipboard is the one on screen.")
            return
        bench.undo_stack.seal()
        bench.propose(spec)
        bench.undo_stack.seal()
        bench.note("Pasted the experiment from the clipboard. Undo takes it back.")

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
