"""Saving the experiment on screen, and asking before what is not saved is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from playground.experiment.attachments import Attachments
from playground.experiment.session import Session
from playground.experiment.text import written
from playground.experiment.text.written import WrittenExperiment
from playground.gui.document.document import EXPERIMENT, SESSION, Document
from playground.gui.export.save_path import ask_save_path
from playground.gui.training.calls import Afterwards
from playground.gui.training.workbench import Workbench

if TYPE_CHECKING:
    from playground.io.session.file import Saved

#: An experiment of more characters is read and written in the background.
AT_ONCE = 16 * 1024

#: A desktop opens what ends like this by a double click; a plain ``.toml`` is anybody's.
_KINDS = {"Session with data and weights": SESSION, "Settings only": f".experiment{EXPERIMENT}"}


class Saving(QObject):
    """Saves the document, under its name or another one.

    Parameters
    ----------
    workbench : Workbench
    document : Document
    window : QWidget
        The parent of the dialogs.

    Signals
    -------
    saved(str)
        The file at this path holds the experiment now.

    Attributes
    ----------
    attachments : callable
        Says what lies beside a session in its file.
    dialog : QWidget or None
        The one that is open, or was last.
    """

    saved = Signal(str)

    def __init__(
        self, workbench: Workbench, document: Document, window: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.attachments: Callable[[], Attachments] = Attachments
        self.dialog: QWidget | None = None
        self._workbench = workbench
        self._document = document
        self._window = window
        self._then: Callable[[], object] | None = None

    # ------------------------------------------------------------------ save

    @Slot()
    def save(self) -> None:
        """Save under the name it has; ask for one where it has none."""
        if self._document.path:
            self.save_path(self._document.path)
        else:
            self.save_as()

    @Slot()
    def save_as(self) -> None:
        """Let the person choose where the session, or its settings alone, are saved."""
        suggested = self._document.path or f"{Path(self._document.name).stem}{SESSION}"
        question = ask_save_path(
            self._window, "Save", suggested, _KINDS, self.save_path, otherwise=self._forget
        )
        self.dialog = question.dialog

    @Slot(str)
    def save_path(self, path: str) -> None:
        """Save the settings (``.toml``), or the whole session, and belong to this file."""
        bench, doing = self._workbench, f"saving {Path(path).name}"
        then, self._then = self._then, None
        experiment = self._document.written
        if Path(path).suffix.lower() != EXPERIMENT:
            done = partial(self._on_written, path, experiment, self._document.place, then)
            bench.call(partial(_write, path, self.attachments()), doing).then(done)
            return
        write = partial(written.write, path, experiment)
        done = partial(self._on_written, path, experiment, None, then)
        if len(experiment.text) > AT_ONCE:
            bench.call(lambda session: Afterwards(write), doing).then(done)
            return
        try:
            write()
        except (OSError, ValueError) as error:
            bench.refuse(str(error))
        else:
            done(0)

    def _on_written(
        self,
        path: str,
        experiment: WrittenExperiment,
        place: tuple[object, ...] | None,
        then: Callable[[], object] | None,
        steps: int,
    ) -> None:
        """The file holds the settings, and where a place is given the run after so many steps."""
        document, what = self._document, "settings"
        if place is not None:
            run_id, _, step = place
            place, what = (run_id, steps, step), "session"
        document.take(path, experiment, place)
        self._workbench.confirm(f"Saved the {what} as {Path(path).name}.")
        self.saved.emit(path)
        if then is None:
            return
        now = document.place
        trained_on = place is not None and now is not None and (place[0], place[2]) == now[::2]
        if trained_on and experiment == document.written:
            then()
        else:
            # It took a while, and the person may have gone on with something else.
            self.before_losing(then)

    @Slot()
    def _forget(self) -> None:
        """What was to follow a save does not: there was none."""
        self._then = None

    # ------------------------------------------------------------------ the examples alone

    @Slot()
    def choose_and_save_points(self) -> None:
        """Let the person choose where the examples are saved, as they are now."""
        kinds = {"Table": ".csv"}
        question = ask_save_path(self._window, "Save points", "points.csv", kinds, self.save_points)
        self.dialog = question.dialog

    @Slot(str)
    def save_points(self, path: str) -> None:
        """Save the examples as a CSV file that can be opened again."""
        from playground.io.formats import ExportFormat, formats

        said = f"Saved the points as {Path(path).name}."
        table = formats["examples"]()
        assert isinstance(table, ExportFormat)
        write = partial(table.write, path=path)
        call = self._workbench.call(write, "saving the points")
        call.then(lambda _: self._workbench.confirm(said))

    # ------------------------------------------------------------------ before it is lost

    def before_losing(self, then: Callable[[], object]) -> bool:
        """Do `then`, which loses the experiment; ask first where that is a pity.

        Returns whether it was done at once; otherwise the person's answer decides.
        """
        if not self._document.modified:
            then()
            return True
        box = QMessageBox(self._window, icon=QMessageBox.Icon.NoIcon, windowTitle="Unsaved work")
        if self._document.path:
            box.setText(f"Save the changes to {self._document.name}?")
            box.setInformativeText("They are lost otherwise.")
        else:
            box.setText("Save this experiment?")
            box.setInformativeText("It is in no file yet, and is lost otherwise.")
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.button(button.Discard).setText("Don't save")
        box.setDefaultButton(button.Save)
        box.buttonClicked.connect(partial(self._on_answer, box, then))
        self._open(box)
        return False

    def _on_answer(
        self, box: QMessageBox, then: Callable[[], object], clicked: QAbstractButton
    ) -> None:
        answer = box.standardButton(clicked)
        if answer is QMessageBox.StandardButton.Discard:
            then()
        elif answer is QMessageBox.StandardButton.Save:
            self._then = then
            self.save()

    def _open(self, dialog: QMessageBox) -> None:
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()


def _write(path: str, attached: Attachments, session: Session) -> Afterwards:
    """Take down a session with what lies beside it, in the worker, to be written afterwards."""
    from playground.io.session.file import Saved

    return Afterwards(partial(_saved, Saved(session, attached), path))


def _saved(saved: Saved, path: str) -> int:
    """Write the file; the steps the session had taken."""
    saved.write(path)
    return saved.steps
