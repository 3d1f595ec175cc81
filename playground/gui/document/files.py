"""Opening: from a person's choice of a file to what is done with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from playground.data.csv_source import CsvFile
from playground.experiment.snapshot import Run
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text.notes import Notes
from playground.experiment.text.written import WrittenExperiment
from playground.gui.controls.folders import remember_folder_of
from playground.gui.controls.open_path import ask_open_path
from playground.gui.document.data_import import Imports
from playground.gui.document.document import EXPERIMENT, Document
from playground.gui.document.preset_menu import PresetMenu
from playground.gui.document.presets import Preset
from playground.gui.document.recent_files import RecentFiles
from playground.gui.document.samples import samples
from playground.gui.document.saving import AT_ONCE, Saving
from playground.gui.theme.tooltips import plain_tip
from playground.gui.training.calls import Afterwards
from playground.gui.training.workbench import Workbench
from playground.settings import Settings, find, settings_of

if TYPE_CHECKING:
    from playground.data.sources import Source
    from playground.io.formats import Opener


class Files(QObject):
    """Asks for files without blocking the window, and hands them to whom they belong.

    Parameters
    ----------
    workbench : Workbench
    window : QWidget
        The parent of the dialogs.

    Signals
    -------
    lesson_requested(str)
        The person wants to go through the lesson at this path.
    """

    lesson_requested = Signal(str)

    def __init__(self, workbench: Workbench, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.dialog: QWidget | None = None
        self.imports = Imports(workbench, window, self)
        self.recent = RecentFiles(self)
        self.document = Document(workbench, self)
        self.saving = Saving(workbench, self.document, window, self)
        self.imports.opened.connect(self._on_data_opened)
        self.recent.chosen.connect(self.look_at_path)
        self.saving.saved.connect(self.recent.add)
        workbench.resumed.connect(self._on_resumed)
        workbench.run_started.connect(self._on_run_started)
        workbench.spec_refused.connect(self._on_refused)
        self._workbench = workbench
        self._window = window
        self._opening: tuple[str, WrittenExperiment] | None = None  # until its run stands
        self._resuming = ""

    def offer_in(self, recent_menu: QMenu, sample_menu: QMenu, preset_menu: QMenu) -> None:
        """Fill the menus of files that can be opened without looking for them."""
        self.recent.offer_in(recent_menu)
        sample_menu.setToolTipsVisible(True)
        for sample in samples():
            action = sample_menu.addAction(f"{sample.title}\t{sample.predicted}")
            action.setToolTip(plain_tip(sample.lesson))
            action.triggered.connect(partial(self._open_sample, str(sample.path)))
        self.presets = PresetMenu(preset_menu, self._workbench, self)
        self.presets.chosen.connect(self._look_at_preset)

    def close(self) -> None:
        """End whatever is under way; for the end of the program."""
        self.imports.close()

    # ------------------------------------------------------------------ open

    @Slot()
    def choose_and_open(self) -> None:
        """Let the person choose a file to open."""
        from playground.io.formats import ImportFormat, name_filter

        names = f"{name_filter(ImportFormat, 'Everything that opens')};;All files (*)"
        self.dialog = ask_open_path(self._window, "Open", names, self.look_at_path)

    @Slot()
    def choose_and_open_pictures(self) -> None:
        """Let the person choose a folder that has a folder of pictures for each class."""
        title = "Open a folder of pictures"
        self.dialog = ask_open_path(self._window, title, "", self.look_at_path)

    @Slot(str)
    def look_at_path(self, path: str) -> None:
        """Open a file; what there is to say about data comes first, in the import dialog.

        Another experiment takes the place of the one on screen: what is not saved of it is asked
        about. Data, and weights, are a change of it, which undo takes back.
        """
        remember_folder_of(path)
        self._open_with(path, _Asking(self))

    @Slot(str)
    def open_path(self, path: str) -> None:
        """Open an experiment (``.toml``), a session (``.playground``), weights, or else data.

        Data are read without a question, and what there is to say of them follows as a message.
        What cannot be opened becomes a message; the experiment on screen stays as it was.
        """
        remember_folder_of(path)
        self._open_with(path, self)

    def _open_with(self, path: str, opener: Opener) -> None:
        from playground.io.formats import format_of

        try:
            if _takes_long(path):
                read = partial(_Deferred(opener).opened, path)
                call = self._workbench.call(
                    lambda session: Afterwards(read), f"reading {Path(path).name}"
                )
                call.then(lambda follow: follow())
            else:
                format_of(path).open(path, opener)
        except (OSError, ValueError) as error:
            self._workbench.refuse(str(error))

    def open_data(self, source: Source) -> None:
        """Use the data that a source reads, without a question."""
        self.imports.open(source)

    def open_experiment(self, path: str, written: WrittenExperiment) -> None:
        """Begin the experiment that was read from a file."""
        self._opening = path, written
        self._workbench.open(written.spec)

    def open_session(self, path: str) -> None:
        """Go on with a session."""
        self._resuming = path
        self._workbench.resume(path)

    def open_lesson(self, path: str) -> None:
        """Go through a lesson."""
        self.recent.add(path)
        self.lesson_requested.emit(path)

    @Slot(object)
    def _on_run_started(self, run: Run) -> None:
        # The run that stands may be of before: the one asked for is still being built.
        if self._opening is not None and run.spec == self._opening[1].spec:
            (path, written), self._opening = self._opening, None
            self.document.open(written)
            self.document.take(path, written, None)
            self.recent.add(path)

    @Slot(str)
    def _on_resumed(self, path: str) -> None:
        asked_for, self._resuming, self._opening = self._resuming, "", None
        run = self._workbench.run
        assert run is not None and run.attached is not None  # the one resumed
        self.document.open(run.attached.written)
        if path == asked_for:
            self.document.take(path, self.document.written, self.document.place)
            self.recent.add(path)
        else:
            # A recovery file is no document: what is in it has never been saved.
            self.document.leave(None)

    @Slot()
    def _on_refused(self) -> None:
        self._opening, self._resuming = None, ""

    @Slot(str, bool)
    def _on_data_opened(self, path: str, others: bool) -> None:
        # Under its old name it would be saved over what it no longer is.
        if others and self.document.path:
            self.document.open(WrittenExperiment())  # nor with the words of another exercise
        if others or not self.document.path:
            self.document.leave(self._workbench.spec)
        self.recent.add(path)

    def _open_sample(self, path: str) -> None:
        # A sample is shown as itself: with settings of its own, not those of the last experiment.
        sample = partial(self.imports.open, CsvFile(path=path), ExperimentSpec())
        self.leave_document(sample)

    def leave_document(self, then: Callable[[], object]) -> None:
        """Do `then`, after which the experiment belongs to no file; ask first where it has one."""
        if self.document.path:
            self.saving.before_losing(then)
        else:
            then()

    @Slot(object)
    def _look_at_preset(self, preset: Preset) -> None:
        self.saving.before_losing(partial(self.open_preset, preset))

    def open_preset(self, preset: Preset) -> None:
        """Open a ready-made experiment, and say what it shows; it is saved as another file."""
        self._open_with(str(preset.path), _Preset(self, preset))

    def begin_preset(self, preset: Preset, experiment: WrittenExperiment) -> None:
        """Begin a ready-made experiment that has been read."""
        if "\n" not in experiment.notes.text:
            # One line, which is said in a message: what it asks for is nothing to be answered.
            experiment = replace(experiment, notes=Notes())
        self._workbench.open(experiment.spec)
        self.document.open(experiment)
        self.document.leave(experiment.spec)
        self._workbench.note(preset.lesson)

    @Slot()
    def choose_weights(self) -> None:
        """Let the person choose the file whose weights the experiment starts over from."""
        from playground.io.formats import WeightsFormat, name_filter

        names = name_filter(WeightsFormat, "Weights")
        self.dialog = ask_open_path(self._window, "Import weights", names, self.open_weights)

    @Slot(str)
    def open_weights(self, path: str) -> None:
        """Start the experiment over from the weights in a file; undo takes it back."""
        remember_folder_of(path)
        self._workbench.import_weights(path)

    @Slot(str, object)
    def set_or_choose(self, path: str, value: object) -> None:
        """Set a setting; where a choice is useless without a file, ask for the file first."""
        setting = find(self._workbench.spec, path).setting
        named = setting.registry[value] if isinstance(value, str) and setting.registry else None
        if named and any(inner.format == "file" for inner in settings_of(named).values()):
            # The form shows what is in force until a file has been chosen.
            self._workbench.spec_changed.emit(self._workbench.spec)
            self._choose_for(named)
            return
        self._workbench.set(path, value)

    @Slot(str)
    def choose_for(self, path: str) -> None:
        """Let the person choose the file that the setting at `path` names."""
        self._choose_for(type(self._workbench.spec.data.source))

    def _choose_for(self, chosen: type[Settings]) -> None:
        if getattr(chosen, "is_folder", False):
            self.choose_and_open_pictures()
        else:
            self.choose_and_open()


def _takes_long(path: str) -> bool:
    """Whether what a person wrote is so long that reading it could hold up the window."""
    return path.lower().endswith(EXPERIMENT) and os.path.getsize(path) > AT_ONCE


class _Deferred:
    """An opener for the background: what it is told to do is returned, for the window's thread."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener

    def opened(self, path: str) -> Callable[[], object]:
        """Look into a file; what is to follow on it."""
        from playground.io.formats import format_of

        return format_of(path).open(path, self)

    def __getattr__(self, name: str) -> Callable[..., Callable[[], object]]:
        return partial(partial, getattr(self._opener, name))


class _Asking:
    """Opens what a person chose: what there is to ask about it comes first."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def open_data(self, source: Source) -> None:
        self._files.leave_document(partial(self._files.imports.look, source))

    def open_experiment(self, path: str, written: WrittenExperiment) -> None:
        self._files.saving.before_losing(partial(self._files.open_experiment, path, written))

    def open_session(self, path: str) -> None:
        self._files.saving.before_losing(partial(self._files.open_session, path))

    def open_weights(self, path: str) -> None:
        self._files.open_weights(path)

    def open_lesson(self, path: str) -> None:
        self._files.open_lesson(path)


class _Preset(_Asking):
    """Opens a ready-made experiment."""

    def __init__(self, files: Files, preset: Preset) -> None:
        super().__init__(files)
        self._preset = preset

    def open_experiment(self, path: str, written: WrittenExperiment) -> None:
        self._files.begin_preset(self._preset, written)
