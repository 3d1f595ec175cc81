"""The program with a window: the only place where its objects are wired together."""

from __future__ import annotations

import gc
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from playground import __version__
from playground.data.sources import Source
from playground.experiment.snapshot import Frame, Run
from playground.experiment.spec import ExperimentSpec
from playground.gui import theme as themes
from playground.gui.document.experiment_text import ExperimentText
from playground.gui.document.files import Files
from playground.gui.document.recovery import Recovery
from playground.gui.export.animation.controller import Animations
from playground.gui.export.controller import Exporting
from playground.gui.shell.help import Help
from playground.gui.shell.layout import LayoutError
from playground.gui.shell.log_file import start_logging
from playground.gui.shell.main_window import MainWindow
from playground.gui.studies.controller import Studies
from playground.gui.theme.controller import Looks
from playground.gui.timeline import Timeline
from playground.gui.training.leaving import exit_without
from playground.gui.training.workbench import Message, Workbench
from playground.settings import replaced

if TYPE_CHECKING:
    from playground.experiment.run_log import RunEntry
    from playground.gui.plotting.view import View
    from playground.gui.shell.preferences import Preferences
    from playground.gui.theme import Theme

HINT = Message("note", "Press Space to train.")

#: The file inside a session that says how the panels stand.
_LAYOUT = "layout.json"


class Playground(QObject):
    """One window with its workbench, its views and its files, and every wire between them.

    Parameters
    ----------
    path : str or None
        A file to open at the start: an experiment, a session or a CSV file.
    """

    def __init__(self, path: str | None = None) -> None:
        super().__init__()
        self.window = MainWindow()
        self.looks = Looks(self.window, self)
        self.workbench = Workbench(ExperimentSpec(), self)
        self.files = Files(self.workbench, self.window, self)
        self.text = ExperimentText(self.workbench, self)
        self.timeline = Timeline(self.workbench, self.window, self)
        self.exporting = Exporting(self.workbench, self.window, self)
        self.recovery = Recovery(self.workbench, self)
        self.animations = Animations(self.workbench, self.window, self)
        self.studies = Studies(self.workbench, self.window, self.looks.theme, self)
        self.help = Help(self.window, self.window.actions_.declared.values(), self)
        self.views: list[View] = []
        self._tick = 0
        # What the views need is asked for once, however many of them a frame brings others.
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._ask)
        self._start_path = path
        self._wire_window()
        self._wire_workbench()
        self._wire_studies()
        self._wire_looks()
        self.window.actions_.recolour(self.looks.theme)
        self.window.controls.show_spec(self.workbench.spec)
        self.window.actions_.connect_to(self)
        self.looks.follow()
        # Now that everything has its place: each widget takes up a style anew at every move.
        themes.apply(QApplication.instance(), self.looks.theme)
        self.window.settle()

    def show(self) -> None:
        """Show the window and let the worker build the first run meanwhile."""
        self.window.recall_geometry()
        self.window.show()
        self.workbench.set_pace(self.window.speed.pace)
        self._ask()
        self.workbench.start()
        if self._start_path is None:
            self.window.messages.show_message(HINT)
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
        window.controls.new_seed_requested.connect(bench.new_seed)
        window.speed.pace_changed.connect(bench.set_pace)
        window.controls.import_requested.connect(self.files.imports.look_at_present)
        window.file_dropped.connect(self.files.look_at_path)
        menus = window.menus
        self.files.offer_in(menus["recent"], menus["sample"], menus["preset"])
        self.studies.offer_in(menus["compare"])
        self.studies.offer_kinds_in(menus["train"], menus["compare"].menuAction())
        window.first_painted.connect(self._on_first_painted)
        window.closing.connect(self._on_closing)
        window.may_close = partial(self.files.saving.before_losing, window.close)
        self.files.document.changed.connect(self._show_title)
        for keeper in (self.files.saving, self.recovery):
            keeper.beside = self._layout_files
            keeper.past = self.studies.recorder.kept

    def _wire_workbench(self) -> None:
        bench = self.workbench
        bench.spec_changed.connect(self.window.controls.show_spec)
        bench.message_changed.connect(self.window.messages.show_message)
        bench.running_changed.connect(self._on_running)
        bench.undo_changed.connect(self.window.actions_.refresh)
        self.timeline.changed.connect(self.window.actions_.refresh)
        bench.run_started.connect(self._on_run_started)
        bench.resumed.connect(self._on_resumed)
        bench.run_started.connect(self.window.controls.show_run)
        bench.frame_ready.connect(self._draw)

    def _wire_studies(self) -> None:
        self.exporting.past_runs = self._past_runs
        self.exporting.animate = self.animations.ask

    def _wire_looks(self) -> None:
        self.looks.followed.connect(self._on_preferences)
        self.looks.recoloured.connect(self._on_recoloured)

    @Slot()
    def _on_first_painted(self) -> None:
        # After the event that painted it: the window is on the screen while this imports.
        QTimer.singleShot(0, self._build_views)

    @Slot()
    def _build_views(self) -> None:
        from playground.gui.views.boundary.view import BoundaryView
        from playground.gui.views.cost import CostView
        from playground.gui.views.diagram import DiagramView
        from playground.gui.views.error import ErrorView

        self.diagram, self.boundary = DiagramView(self.looks.theme), BoundaryView(self.looks.theme)
        self._wire_diagram()
        self._wire_drawing()
        self.animations.boundary = self.boundary
        cost, error = CostView(self.looks.theme), ErrorView(self.looks.theme)
        self.window.add_views(
            [self.diagram, self.boundary],
            {"cost": (cost.title, cost), "error": (error.title, error)},
            sharing="error",
            later={
                "diagnosis": ("Bias and variance", self._diagnosis_view),
                "activation": ("Activation", self._activation_view),
                "images": ("Images", self._images_view),
            },
        )
        for view in (self.boundary, self.diagram, cost, error):
            self._take_in(view)
        QTimer.singleShot(0, gc.enable)

    def _wire_diagram(self) -> None:
        diagram, bench = self.diagram, self.workbench
        diagram.layers_requested.connect(partial(bench.set, "network.hidden_layers"))
        diagram.unit_hovered.connect(self.boundary.show_unit)
        diagram.unit_left.connect(self.boundary.show_output)
        diagram.weight_edited.connect(bench.set_parameter)
        diagram.bias_edited.connect(self._set_bias)
        diagram.refused.connect(bench.refuse)
        bench.spec_changed.connect(diagram.show_spec)

    def _wire_drawing(self) -> None:
        drawing, bench = self.boundary.drawing, self.workbench
        drawing.points_edited.connect(self._on_points_edited)
        drawing.refused.connect(bench.refuse)
        drawing.save_requested.connect(self.files.choose_and_save_points)
        bench.spec_changed.connect(drawing.tool.show_spec)
        drawing.tool.show_spec(bench.spec)

    @Slot(object, int)
    def _on_points_edited(self, source: Source, stroke: int) -> None:
        bench = self.workbench
        bench.propose(replaced(bench.spec, "data.source", source), gesture=stroke)

    @Slot(int, int, float)
    def _set_bias(self, layer: int, row: int, value: float) -> None:
        self.workbench.set_parameter(layer, row, None, value)

    def _past_runs(self) -> tuple[RunEntry, ...]:
        return self.studies.recorder.past.runs

    def _diagnosis_view(self) -> View:
        from playground.gui.training.test_evaluations import TestEvaluations
        from playground.gui.views.diagnosis.view import DiagnosisView

        view = DiagnosisView(self.looks.theme)
        view.proposal_chosen.connect(self.studies.try_proposal)
        view.setting_edited.connect(self.workbench.set)
        looks = TestEvaluations(self.workbench, view)
        view.test_requested.connect(looks.take)
        looks.taken.connect(view.show_look)
        return self._take_in(view)

    def _activation_view(self) -> View:
        from playground.gui.views.activation import ActivationView

        view = ActivationView(self.looks.theme)
        return self._take_in(view)

    def _images_view(self) -> View:
        from playground.gui.views.images import ImagesView

        view = ImagesView(self.looks.theme)
        return self._take_in(view)

    def _take_in(self, view: View) -> View:
        """Let a view that was built take part in everything from now on."""
        self.views.append(view)
        self.exporting.add_view(view)
        view.probes_changed.connect(self._asking.start)
        view.draw(self.workbench.frame)
        return view

    # ------------------------------------------------------------------ drawing

    @Slot(object)
    def _draw(self, frame: Frame) -> None:
        """Draw a frame: while training, the views take turns, to keep a frame short.

        First the boundary and the diagram, then the cost, then all the rest: each ten times a
        second, as often as there is another surface to show.
        """
        self._tick += 1
        everything = not frame.snapshot.running
        if everything or self._tick % 3 == 2:
            self.window.status.draw(frame)
        for index, view in enumerate(self.views):
            if everything or min(max(index - 1, 0), 2) == self._tick % 3:
                view.draw(frame)

    @Slot()
    def _ask(self) -> None:
        """Have the worker compute what the views that can be seen and the run history need."""
        needed = [probe for view in self.views for probe in view.needed()]
        self.workbench.ask([*self.studies.recorder.probes, *needed])

    @Slot(object)
    def _on_run_started(self, run: Run) -> None:
        self._show_title()

    @Slot(str)
    def _on_resumed(self, path: str) -> None:
        kept = self.workbench.run.window.get(_LAYOUT)
        if kept is None:
            return
        try:
            self.window.take_layout(kept)
        except LayoutError as error:
            sentence = f"The window stays as it is: of the layout in {Path(path).name}, {error}."
            self.workbench.tell(Message("warning", sentence))

    @Slot()
    def _show_title(self) -> None:
        document = self.files.document
        self.window.setWindowTitle(f"{document.name}[*] – Neural playground")
        self.window.setWindowModified(document.modified)

    def _layout_files(self) -> dict[str, bytes]:
        """What of the window goes into a session file."""
        return {_LAYOUT: self.window.layout_text().encode(), **self.timeline.files()}

    @Slot(bool)
    def _on_running(self, running: bool) -> None:
        self.window.actions_.show_running(running, self.looks.theme)
        if running and self.window.messages.message is HINT:
            self.window.messages.clear()

    # ------------------------------------------------------------------ looks and end

    @Slot(object)
    def _on_preferences(self, preferences: Preferences) -> None:
        self.recovery.set_interval(preferences.autosave_minutes if preferences.autosave else 0)
        if self.workbench.frame is not None:
            self.window.status.draw(self.workbench.frame)
            for view in self.views:
                view.draw(self.workbench.frame)

    @Slot(object)
    def _on_recoloured(self, theme: Theme) -> None:
        self.window.actions_.recolour(theme)
        self.window.actions_.show_running(self.workbench.running, theme)
        for view in self.views:
            view.recolour(theme)
        self.studies.recolour(theme)

    @Slot()
    def _on_closing(self) -> None:
        self.views.clear()
        # Threads may take a moment to end, which nobody need look at.
        self.window.hide()
        self.studies.close()
        self.animations.close()
        gc.enable()
        self.recovery.close()
        self.files.close()
        self.exporting.close()
        self.workbench.close()


def create_window(path: str | None = None) -> MainWindow:
    """The shown main window, inside an existing `QApplication`; for tests and scripts.

    ``window.playground`` is the `Playground` behind it; closing the window ends its thread.
    """
    # Until the plots stand there is next to no garbage, and tens of thousands of names to walk
    # over in search of it: a twelfth of the start.
    gc.disable()
    app = QApplication.instance()
    _name(app)
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
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationDisplayName("Neural playground")
    _name(app)
    start_logging(f"Neural playground {__version__}")
    window = create_window(path)
    code = app.exec()
    window.close()
    exit_without(code)
    return code
