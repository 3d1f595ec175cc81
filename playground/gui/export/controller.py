"""From the wish to export to the file: the dialog, the question where to, the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from playground.gui.document.folders import last_folder, remember_folder_of
from playground.gui.training.workbench import Workbench

if TYPE_CHECKING:
    from playground.experiment.run_log import RunEntry
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
    chooser : QDialog or None
        The question that was asked last: which file, which folder, whether to replace.
    past_runs : callable
        Gives the runs that a report lists.
    animate : callable or None
        Opens the dialog of animations, which the export dialog leads to.
    """

    def __init__(self, workbench: Workbench, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._exporter: Exporter | None = None
        self._views: list[View] = []
        self.dialog: QDialog | None = None
        self.chooser: QDialog | None = None
        self.past_runs: Callable[[], Sequence[RunEntry]] = tuple
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
        from playground.gui.export.dialog import ExportDialog, Link

        if self.exporter.busy:
            return
        links = [Link(*_ANIMATION, self.animate)] if self.animate is not None else []
        dialog = ExportDialog(self._views, self.past_runs(), links, self._window)
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
        if len(jobs) == 1:
            self._choose_file(jobs[0])
        else:
            self._choose_folder(jobs)

    def _choose_file(self, job: Job) -> None:
        names = f"{job.suffix.upper()} (*.{job.suffix})"
        chooser = QFileDialog(self.dialog, "Export", last_folder(), names)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setFileMode(QFileDialog.FileMode.AnyFile)
        chooser.setDefaultSuffix(job.suffix)
        chooser.selectFile(job.file)
        chooser.fileSelected.connect(partial(self._on_file, job))
        self._open(chooser)

    def _choose_folder(self, jobs: tuple[Job, ...]) -> None:
        title = f"A folder for {len(jobs):,} files"
        chooser = QFileDialog(self.dialog, title, last_folder())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.setLabelText(QFileDialog.DialogLabel.Accept, "Save here")
        chooser.fileSelected.connect(partial(self._on_folder, jobs))
        self._open(chooser)

    def _on_file(self, job: Job, path: str) -> None:
        """The dialog has asked before it replaces that very file, but not one it did not name."""
        if path.lower().endswith(f".{job.suffix}"):
            self.save(job, path)
            return
        path = f"{path}.{job.suffix}"
        self._ask_to_replace([Path(path)], partial(self.save, job, path))

    def _on_folder(self, jobs: tuple[Job, ...], folder: str) -> None:
        files = [Path(folder) / job.file for job in jobs]
        self._ask_to_replace(files, partial(self.save_all, jobs, folder))

    def _ask_to_replace(self, files: Sequence[Path], then: Callable[[], object]) -> None:
        """Go on at once where nothing would be lost."""
        there = [file.name for file in files if file.exists()]
        if not there:
            then()
            return
        what = f"{there[0]} is" if len(there) == 1 else f"{len(there):,} of the files are"
        box = QMessageBox(
            QMessageBox.Icon.Question,
            "Export",
            f"{what} in {files[0].parent.name or files[0].parent} already.",
            QMessageBox.StandardButton.Cancel,
            self.dialog,
        )
        box.setInformativeText(", ".join(there))
        replace = box.addButton("Replace", QMessageBox.ButtonRole.AcceptRole)
        replace.clicked.connect(then)
        self._open(box)

    def _open(self, chooser: QDialog) -> None:
        chooser.finished.connect(chooser.deleteLater)
        self.chooser = chooser
        chooser.open()

    # ------------------------------------------------------------------ the work

    def save(self, job: Job, path: str) -> None:
        """Write one job to a file."""
        remember_folder_of(path)
        self._wait()
        self.exporter.save(job, path)

    def save_all(self, jobs: Sequence[Job], folder: str) -> None:
        """Write several into a folder, all or none."""
        remember_folder_of(str(Path(folder) / jobs[0].file))
        self._wait()
        self.exporter.save_all(jobs, folder)

    def _wait(self) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.wait()

    @Slot(str, bool)
    def _on_ended(self, sentence: str, failed: bool) -> None:
        """The dialog says what went wrong while it is there, the window what is done."""
        if not failed:
            self._workbench.note(sentence)
        elif self.dialog is None or not self.dialog.isVisible():
            self._workbench.refuse(sentence)
