"""The experiment as text on the clipboard: to be mailed, noted, changed by hand, and put back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from playground.experiment import codec
from playground.experiment.errors import ExperimentError
from playground.gui.controls.folders import last_folder
from playground.gui.training.workbench import Workbench

_NAME = "The clipboard"


class ExperimentText(QObject):
    """Copies the settings of the workbench as TOML, and takes up those it finds."""

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

        A mistake in it becomes a message that names its line; the experiment stays.
        """
        bench, text = self._workbench, QGuiApplication.clipboard().text()
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
