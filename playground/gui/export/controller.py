"""From the wish to export to the file: the dialog, the question where to, the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.experiment.attachments import Attachments
from playground.gui.export.save_path import SaveQuestion, ask_save_folder, ask_save_path
from playground.gui.training.workbench import Workbench

if TYPE_CHECKING:
    from playground.gui.export.dialog.dialog import ExportDialog
    from playground.gui.export.exporter import Exporter
    from playground.gui.export.jobs import Job
    from playground.gui.plotting.view import View

#: Name, icon, sentence and button of the page that leads to animations.
_ANIMATION = (
    "Animation",
    "run",
    "The decision boundary over the whole training, as a GIF or a video.",
    "Export animation…",
)


class Exporting(QObject):
    """Opens the dialog and does what is wished in it.

    Parameters
    ----------
    workbench : Workbench
    window : QWidget
        The parent of the dialogs.

    Attributes
    ----------
    dialog : ExportDialog or None
        The one that was opened last.
    question : SaveQuestion or None
        What was asked last: which file, which folder.
    attachments : callable
        Gives what lies beside the session in its file, of which the report tells.
    animate : callable or None
        Opens the dialog of animations, which the export dialog leads to.
    """

    def __init__(self, workbench: Workbench, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._exporter: Exporter | None = None
        self._views: list[View] = []
        self.dialog: ExportDialog | None = None
        self.question: SaveQuestion | None = None
        self.attachments: Callable[[], Attachments] = Attachments
        self.animate: Callable[[], object] | None = None
        self._workbench = workbench
        self._window = window

    @property
    def exporter(self) -> Exporter:
        """Who does the work; made when there is some, since plots are not imported at the start."""
        if self._exporter is None:
            from playground.gui.export.exporter import Exporter

            self._exporter = Exporter(self._workbench, self._views, self)
            self._exporter.ended.connect(self._on_ended)
        return self._exporter

    def add_view(self, view: View) -> None:
        """Let a view that stands in the window be exported as it is set."""
        self._views.append(view)
        view.exportable = True
        view.export_requested.connect(partial(self.ask, view.name))

    def close(self) -> None:
        """End whatever is under way; for the end of the program."""
        if self._exporter is not None:
            self._exporter.close()

    @Slot()
    def ask(self, plot: str = "") -> None:
        """Let the person choose what to export; `plot` is offered where it is the name of one."""
        from playground.gui.export.dialog import ExportDialog, Link, ReportPage

        if self.exporter.busy:
            return
        links = [Link(*_ANIMATION, self.animate)] if self.animate is not None else []
        report = ReportPage(self.attachments())
        dialog = ExportDialog(self._views, report, links, self._window)
        if plot:
            dialog.show_plot(plot)
        dialog.save_requested.connect(self._choose_place)
        dialog.finished.connect(dialog.deleteLater)
        self.exporter.portrayed.connect(dialog.show_frame)
        self.exporter.progressed.connect(dialog.show_progress)
        self.exporter.ended.connect(dialog.show_end)
        self.dialog = dialog
        dialog.open()
        self.exporter.portray()

    # ------------------------------------------------------------------ where to

    @Slot(tuple)
    def _choose_place(self, jobs: tuple[Job, ...]) -> None:
        """Ask for a file, or for a folder where there are several."""
        job, *others = jobs
        window, save = self.dialog or self._window, partial(self.save, jobs)
        if others:
            title, files = f"A folder for {len(jobs):,} files", [job.file for job in jobs]
            self.question = ask_save_folder(window, title, files, save)
        else:
            kinds = {job.suffix.upper(): f".{job.suffix}"}
            self.question = ask_save_path(
                window, "Export", job.file, kinds, save, companions=job.companions
            )

    # ------------------------------------------------------------------ the work

    def save(self, jobs: Sequence[Job], path: str) -> None:
        """Write one job to a file, or several into a folder, all or none."""
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.wait()
        self.exporter.save(jobs, path)

    @Slot(str, bool)
    def _on_ended(self, sentence: str, failed: bool) -> None:
        """The dialog says what went wrong while it is there, the window what is done."""
        if not failed:
            self._workbench.confirm(sentence)
        elif self.dialog is None or not self.dialog.isVisible():
            self._workbench.refuse(sentence)
