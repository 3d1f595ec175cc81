"""Opening, saving and exporting: from a person's choice of a file to what is done with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from playground.experiment.errors import ExperimentError
from playground.gui.folders import last_folder, remember_folder_of
from playground.gui.imports import Imports
from playground.gui.presets import Preset, presets
from playground.gui.recent_files import RecentFiles
from playground.gui.samples import samples
from playground.gui.workbench import Workbench
from playground.settings import Registry, find, settings_of

_OPEN_FILTER = (
    "Data, experiments, sessions (*.csv *.tsv *.txt *.npz *.toml *.playground);;All files (*)"
)
_EXPERIMENTS = (".toml", ".playground")
_CSV_FILTER = "Table (*.csv)"
_SAVE_FILTERS = ("Session with data and weights (*.playground)", "Settings only (*.toml)")


class Files(QObject):
    """Asks for files without blocking the window, and hands them to whom they belong.

    Parameters
    ----------
    workbench : Workbench
    window : QWidget
        The parent of the dialogs.
    """

    def __init__(self, workbench: Workbench, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.views: list[QWidget] = []
        self.dialog: QWidget | None = None
        self.imports = Imports(workbench, window, self)
        self.recent = RecentFiles(self)
        self.imports.opened.connect(self.recent.add)
        self.recent.chosen.connect(self.look_at_path)
        self._workbench = workbench
        self._window = window

    def offer_in(self, recent_menu: QMenu, sample_menu: QMenu, preset_menu: QMenu) -> None:
        """Fill the menus of files that can be opened without looking for them."""
        self.recent.offer_in(recent_menu)
        sample_menu.setToolTipsVisible(True)
        for sample in samples():
            action = sample_menu.addAction(f"{sample.title}\t{sample.predicted}")
            action.setToolTip(sample.lesson)
            action.triggered.connect(partial(self.open_path, str(sample.path)))
        preset_menu.setToolTipsVisible(True)
        for preset in presets():
            action = preset_menu.addAction(preset.title)
            action.setToolTip(preset.lesson)
            action.triggered.connect(partial(self.open_preset, preset))

    def close(self) -> None:
        """End whatever is under way; for the end of the program."""
        self.imports.close()

    # ------------------------------------------------------------------ open

    @Slot()
    def choose_and_open(self) -> None:
        """Let the person choose a file to open."""
        dialog = self._file_dialog("Open", QFileDialog.AcceptMode.AcceptOpen, _OPEN_FILTER)
        dialog.fileSelected.connect(self.look_at_path)
        dialog.open()

    @Slot(str)
    def look_at_path(self, path: str) -> None:
        """Open a file; what there is to say about data comes first, in the import dialog."""
        if Path(path).suffix.lower() in _EXPERIMENTS:
            self.open_path(path)
        else:
            remember_folder_of(path)
            self.imports.look(path)

    @Slot(str)
    def open_path(self, path: str) -> None:
        """Open an experiment (``.toml``), a session (``.playground``), or else a file of data.

        Data are read without a question, and what there is to say of them follows as a message.
        What cannot be opened becomes a message; the experiment on screen stays as it was.
        """
        remember_folder_of(path)
        suffix = Path(path).suffix.lower()
        if suffix not in _EXPERIMENTS:
            self.imports.open(path)
            return
        if suffix == ".playground":
            self._workbench.resume(path)
        else:
            try:
                from playground.experiment import codec

                self._workbench.open(codec.read(path))
            except (OSError, ExperimentError) as error:
                self._workbench.refuse(str(error))
                return
        self.recent.add(path)

    def open_preset(self, preset: Preset) -> None:
        """Open an experiment that comes with the program, and say what it shows."""
        from playground.experiment import codec

        self._workbench.open(codec.read(preset.path))
        self._workbench.note(preset.lesson)

    @Slot(str, object)
    def set_or_choose(self, path: str, value: object) -> None:
        """Set a setting; where a choice is useless without a file, ask for the file first."""
        setting = find(self._workbench.spec, path).setting
        if setting.kind is Registry and any(
            inner.format == "file" for inner in settings_of(setting.registry[value]).values()
        ):
            # The form shows what is in force until a file has been chosen.
            self._workbench.spec_changed.emit(self._workbench.spec)
            self.choose_and_open()
            return
        self._workbench.set(path, value)

    @Slot(str)
    def choose_for(self, path: str) -> None:
        """Let the person choose the file that the setting at `path` names."""
        self.choose_and_open()

    # ------------------------------------------------------------------ save and export

    @Slot()
    def choose_and_save(self) -> None:
        """Let the person choose where the session, or its settings alone, are saved."""
        filters = ";;".join(_SAVE_FILTERS)
        dialog = self._file_dialog("Save", QFileDialog.AcceptMode.AcceptSave, filters)
        dialog.setDefaultSuffix("playground")
        dialog.filterSelected.connect(self._on_save_filter)
        dialog.selectFile("session.playground")
        dialog.fileSelected.connect(self.save_path)
        dialog.open()

    @Slot(str)
    def _on_save_filter(self, chosen: str) -> None:
        self.dialog.setDefaultSuffix("toml" if chosen == _SAVE_FILTERS[1] else "playground")

    @Slot(str)
    def save_path(self, path: str) -> None:
        """Save the settings (``.toml``), or the whole session."""
        from playground.experiment import codec
        from playground.export.session_file import save_session

        remember_folder_of(path)
        if Path(path).suffix.lower() != ".toml":
            write = partial(save_session, path=path)
            self._workbench.write(write, f"Saved the session as {Path(path).name}.")
            return
        try:
            codec.write(path, self._workbench.spec)
        except (OSError, ValueError) as error:
            self._workbench.refuse(str(error))
        else:
            self._workbench.note(f"Saved the settings as {Path(path).name}.")

    @Slot()
    def choose_and_save_points(self) -> None:
        """Let the person choose where the examples are saved, as they are now."""
        dialog = self._file_dialog("Save points", QFileDialog.AcceptMode.AcceptSave, _CSV_FILTER)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("points.csv")
        dialog.fileSelected.connect(self.save_points)
        dialog.open()

    @Slot(str)
    def save_points(self, path: str) -> None:
        """Save the examples as a CSV file that can be opened again."""
        from playground.export.session_data import save_examples

        remember_folder_of(path)
        write = partial(save_examples, path=path)
        self._workbench.write(write, f"Saved the points as {Path(path).name}.")

    @Slot()
    def export(self) -> None:
        """Let the person choose what to export, as what, and where to."""
        from playground.gui.dialogs.export import ExportDialog

        dialog = ExportDialog(self.views, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.exported.connect(self.export_to)
        self.dialog = dialog
        dialog.open()

    @Slot(object)
    def export_to(self, job: object) -> None:
        """Choose a file for an export job, then do it."""
        dialog = self._file_dialog("Export", QFileDialog.AcceptMode.AcceptSave, job.filter)
        dialog.setDefaultSuffix(job.suffix)
        dialog.selectFile(f"{job.name}.{job.suffix}")
        dialog.fileSelected.connect(partial(self.export_path, job))
        dialog.open()

    def export_path(self, job: object, path: str) -> None:
        """Write an export job to a file."""
        remember_folder_of(path)
        done = f"Saved {job.title.lower()} as {Path(path).name}."
        if job.of_session:
            self._workbench.write(partial(job.write, path=path), done)
            return
        try:
            job.write(path=path)
        except (OSError, ValueError) as error:
            self._workbench.refuse(str(error))
        else:
            self._workbench.note(done)

    # ------------------------------------------------------------------ dialogs

    def _file_dialog(self, title: str, mode: QFileDialog.AcceptMode, names: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, last_folder(), names)
        dialog.setAcceptMode(mode)
        saving = mode is QFileDialog.AcceptMode.AcceptSave
        dialog.setFileMode(
            QFileDialog.FileMode.AnyFile if saving else QFileDialog.FileMode.ExistingFile
        )
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        return dialog
