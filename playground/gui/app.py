"""The program with a window: the only place where its objects are wired together."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

import playground.gui.libraries.plain_imports  # noqa: F401

# isort: split
from playground import __version__
from playground.experiment.attachments import Attachments
from playground.experiment.snapshot import Frame
from playground.experiment.spec import ExperimentSpec
from playground.experiment.text.notes import Notes
from playground.gui import theme as themes
from playground.gui.document.experiment_text import ExperimentText
from playground.gui.document.files import Files
from playground.gui.document.notes_panel import NotesPanel
from playground.gui.document.predicting import Predicting
from playground.gui.document.recovery import Recovery
from playground.gui.export.animation.controller import Animations
from playground.gui.export.controller import Exporting
from playground.gui.help.help import Help
from playground.gui.lessons import Lessons
from playground.gui.shell import window_memory
from playground.gui.shell.application import Application
from playground.gui.shell.fitting import keep_on_screen
from playground.gui.shell.garbage import GarbageCollector
from playground.gui.shell.heap import return_large_blocks
from playground.gui.shell.layout import LayoutError
from playground.gui.shell.log_file import start_logging
from playground.gui.shell.looks import Looks
from playground.gui.shell.main_window import MainWindow
from playground.gui.shell.polite_end import PoliteEnd
from playground.gui.shell.unexpected import UnexpectedErrors
from playground.gui.shell.view_host import ViewHost
from playground.gui.studies.controller import Studies
from playground.gui.timeline import Timeline
from playground.gui.training.leaving import exit_without
from playground.gui.training.messages import Message
from playground.gui.training.workbench import Workbench
from playground.gui.views.registry import views

if TYPE_CHECKING:
    from playground.experiment.probe import Probe
    from playground.gui.plotting.view import View
    from playground.gui.theme import Theme
    from playground.gui.theme.preferences import Preferences

HINT = Message("note", "Press Space to train.")

#: The file inside a session that says how the panels stand.
_LAYOUT = "layout.json"

#: Milliseconds after which the window with all its plots stands.
_SETTLED = 3000

#: The turn in which the status bar is drawn while training; see `View.turn`.
_STATUS_TURN = 2


class Playground(QObject):
    """One window with its workbench, its views and its files, and every wire between them.

    Parameters
    ----------
    path : str or None
        A file to open at the start: an experiment, a session or a CSV file.
    """

    def __init__(self, path: str | None = None) -> None:
        super().__init__()
        # Qt tells it to the first who reads them.
        self._settings_problem = window_memory.problem()
        self.garbage = GarbageCollector(self)
        self.window: MainWindow = MainWindow()
        self.looks: Looks = Looks(self.window, self)
        self.workbench: Workbench = Workbench(ExperimentSpec(), self)
        self.files: Files = Files(self.workbench, self.window, self)
        self.text: ExperimentText = ExperimentText(self.workbench, self.files, self)
        self.timeline: Timeline = Timeline(self.workbench, self.window, self)
        self.exporting: Exporting = Exporting(self.workbench, self.window, self)
        self.predicting: Predicting = Predicting(self.workbench, self.window, self)
        self.recovery = Recovery(self.workbench, self)
        self.studies: Studies = Studies(self.workbench, self.window, self.looks.theme, self)
        self.views = ViewHost(self._wires(), self.looks.theme, self)
        self.animations: Animations = Animations(self.workbench, self.views.get, self.window, self)
        self.lessons: Lessons = Lessons(self)
        self.help: Help = Help(self.window, self)
        self.notes = NotesPanel()
        self._start_path = path
        self._wire_window()
        self._wire_workbench()
        self._wire_export_and_looks()
        self.window.actions_.recolour(self.looks.theme)
        self.window.controls.show_spec(self.workbench.spec)
        self.window.actions_.connect_to(self)
        self.looks.follow()
        # Now that everything has its place: each widget takes up a style anew at every move.
        themes.apply(themes.application(), self.looks.theme)
        self.window.settle()

    def show(self) -> None:
        """Show the window and let the worker build the first run meanwhile."""
        window_memory.recall_frame(self.window)
        self.window.show()
        self.workbench.set_pace(self.window.speed.pace)
        self._ask()
        self.workbench.start()
        if self._start_path is None:
            self.window.messages.show_message(HINT)
            self.workbench.note(self._settings_problem)
            self.recovery.offer()
        else:
            self.files.open_path(self._start_path)
            # What there is to say of the file itself comes first.
            self.recovery.offer_later()

    # ------------------------------------------------------------------ wiring

    def _wire_window(self) -> None:
        window, bench = self.window, self.workbench
        window.controls.edited.connect(self.files.set_or_choose)
        window.controls.refused.connect(bench.refuse)
        window.controls.file_requested.connect(self.files.choose_for)
        window.controls.regenerate_requested.connect(bench.regenerate)
        window.controls.new_data_requested.connect(bench.new_data)
        window.speed.pace_changed.connect(bench.set_pace)
        window.controls.import_requested.connect(self.files.imports.look_at_present)
        window.file_dropped.connect(self.files.look_at_path)
        menus = window.menus
        self.files.offer_in(menus["recent"], menus["sample"], menus["preset"])
        self.files.presets.folder = lambda: self.looks.preferences.lessons_folder
        self.files.presets.folder_requested.connect(self.looks.edit)
        self.studies.offer_in(menus["compare"])
        window.first_painted.connect(self._on_first_painted)
        window.closing.connect(self._on_closing)
        window.may_close = partial(self.files.saving.before_losing, window.close)
        window.add_companion("notes", "Notes on the experiment", self.notes)
        self.files.document.changed.connect(self._show_title)
        self.files.document.opened.connect(self._on_notes_opened)
        self.notes.edited.connect(self.files.document.note)
        for keeper in (self.files.saving, self.recovery, self.exporting):
            keeper.attachments = self._attachments

    def _wire_workbench(self) -> None:
        bench = self.workbench
        bench.spec_changed.connect(self.window.controls.show_spec)
        bench.message_changed.connect(self.window.messages.show_message)
        bench.running_changed.connect(self._on_running)
        bench.undo_changed.connect(self.window.actions_.refresh)
        self.timeline.changed.connect(self.window.actions_.refresh)
        bench.run_started.connect(self._show_title)
        bench.resumed.connect(self._on_resumed)
        bench.run_started.connect(self.window.controls.show_run)
        bench.frame_ready.connect(self._draw)
        bench.spec_changed.connect(self.views.show_spec)
        self.views.show_spec(bench.spec)
        self.views.needs_changed.connect(self._ask)
        self.views.made.connect(self.exporting.add_view)
        self.views.failed.connect(self._tell_error)

    def _wire_export_and_looks(self) -> None:
        self.exporting.animate = self.animations.ask
        self.looks.followed.connect(self._on_preferences)
        self.looks.recoloured.connect(self._on_recoloured)

    @Slot()
    def _on_first_painted(self) -> None:
        # After the event that painted it: the window is on the screen while this imports.
        QTimer.singleShot(0, self._build_views)

    @Slot()
    def _build_views(self) -> None:
        self.window.add_views(views.rows.values(), self.views.make)
        menus = self.window.menus
        self.studies.offer_kinds_in(menus["train"], menus["compare"].menuAction())
        QTimer.singleShot(0, self.garbage.start)

    def _wires(self) -> dict[str, Callable]:
        """What happens when a view emits one of its signals, by their names."""
        bench = self.workbench
        return {
            "setting_edited": bench.set,
            "parameter_edited": bench.set_parameter,
            "refused": bench.refuse,
            "elsewhere_requested": bench.look_elsewhere,
            "call_requested": self._call,
            "action_requested": self._trigger,
            "study_proposed": self.studies.try_proposal,
            "study_requested": self.studies.run_made,
            "menu_requested": self._open_menu,
        }

    @Slot(object, object)
    def _call(self, function: Callable, done: Callable) -> None:
        self.workbench.call(function).then(done)

    @Slot(str)
    def _trigger(self, action: str) -> None:
        getattr(self.window.actions_, action).trigger()

    @Slot(QWidget, QPoint)
    def _open_menu(self, view: View, at: QPoint) -> None:
        from playground.gui.export.plot_menu import open_plot_menu

        open_plot_menu(view, at)

    # ------------------------------------------------------------------ drawing

    @Slot(object)
    def _draw(self, frame: Frame) -> None:
        self.views.draw(frame)
        if self.views.is_turn(_STATUS_TURN):
            self.window.status.draw(frame)

    @Slot(tuple)
    def _ask(self, needs: tuple[Probe, ...] = ()) -> None:
        """Have the worker compute what the views and the run history need."""
        self.workbench.ask([*self.studies.recorder.probes, *needs])

    @Slot(str, str)
    def _tell_error(self, sentence: str, details: str) -> None:
        self.workbench.tell(Message("error", sentence, details=details))

    def listen_to_errors(self) -> UnexpectedErrors:
        """Tell of every error of the program that nobody catches, until `close` is called."""
        errors = UnexpectedErrors(self.views, self._tell_error, self)
        errors.listen()
        return errors

    @Slot(str)
    def _on_resumed(self, path: str) -> None:
        run = self.workbench.run
        kept = run.window.get(_LAYOUT) if run is not None else None
        if kept is None:
            return
        try:
            self.window.take_layout(kept)
        except LayoutError as error:
            sentence = f"The window stays as it is: of the layout in {Path(path).name}, {error}."
            self.workbench.tell(Message("warning", sentence))

    @Slot(object)
    def _on_notes_opened(self, notes: Notes) -> None:
        self.notes.show_notes(notes)
        self.window.show_companion("notes", bool(notes))

    @Slot()
    def _show_title(self) -> None:
        document = self.files.document
        self.window.setWindowTitle(f"{document.name}[*] – Neural playground")
        self.window.setWindowModified(document.modified)

    def _attachments(self) -> Attachments:
        """What goes beside the session into its file."""
        layout = {_LAYOUT: self.window.layout_text().encode()}
        return Attachments(
            runs=self.studies.recorder.kept(),
            window={**layout, **self.timeline.files(), **self.lessons.files()},
            written=self.files.document.written,
        )

    @Slot(bool)
    def _on_running(self, running: bool) -> None:
        self.window.actions_.show_running(running, self.looks.theme)
        if running:
            self.window.messages.forget(HINT)

    # ------------------------------------------------------------------ looks and end

    @Slot(object)
    def _on_preferences(self, preferences: Preferences) -> None:
        self.recovery.set_interval(preferences.autosave_minutes if preferences.autosave else 0)
        self.workbench.remember(preferences.recording_megabytes * 2**20)
        if self.workbench.frame is not None:
            self.window.status.draw(self.workbench.frame)
            self.views.redraw()

    @Slot(object)
    def _on_recoloured(self, theme: Theme) -> None:
        self.window.actions_.recolour(theme)
        self.window.actions_.show_running(self.workbench.running, theme)
        self.views.recolour(theme)
        self.studies.recolour(theme)

    @Slot()
    def end(self) -> None:
        """Close without a question; what is not saved is offered at the next start."""
        self.recovery.keep()
        self.window.close()

    @Slot()
    def _on_closing(self) -> None:
        self.views.close()
        # Threads may take a moment to end, which nobody need look at.
        self.window.hide()
        self.lessons.close()
        self.studies.close()
        self.animations.close()
        self.recovery.close()
        self.files.close()
        self.exporting.close()
        self.workbench.close()
        self.garbage.close()


def create_window(path: str | None = None) -> MainWindow:
    """The shown main window, inside an existing `QApplication`; for tests and scripts.

    ``window.playground`` is the `Playground` behind it; closing the window ends its thread.
    """
    # Until the plots stand there is next to no garbage, and tens of thousands of names to walk
    # over in search of it: a twelfth of the start.
    gc.disable()
    app = themes.application()
    _name(app)
    keep_on_screen(app)
    playground = Playground(path)
    playground.window.playground = playground
    playground.show()
    return playground.window


def _name(app: QApplication) -> None:
    """Say under which name settings and the log are kept."""
    if not app.organizationName():
        app.setOrganizationName("neural-playground")
        app.setApplicationName("playground")


def main(path: str | None = None) -> int:
    """Open the window and stay until it is closed; the exit code of the program."""
    app = Application(sys.argv[:1])
    _name(app)
    start_logging(f"Neural playground {__version__}")
    return_large_blocks()
    window = create_window(path)
    app.file_asked.connect(window.playground.files.look_at_path)
    errors = window.playground.listen_to_errors()
    ending = PoliteEnd()
    ending.asked.connect(window.playground.end)
    # What stands by then stays to the end: to search it for garbage would take two frames.
    QTimer.singleShot(_SETTLED, gc.freeze)
    code = app.exec()
    window.close()
    ending.close()
    errors.close()
    code = 130 if ending.was_asked else code
    exit_without(code)
    return code
