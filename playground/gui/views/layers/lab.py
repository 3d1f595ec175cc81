"""The initialization laboratory on the screen: what is chosen, and what came of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSizePolicy, QSpinBox, QWidget

from playground.experiment.snapshot import Run
from playground.experiment.studies.initialization import InitializationLab, InitializationReport
from playground.gui.controls.editor_for import editor_for
from playground.gui.controls.editors import Editor
from playground.gui.theme import Theme, boxes
from playground.gui.theme.tooltips import plain_tip
from playground.gui.views.layers.lab_canvas import LabCanvas
from playground.settings import replaced, settings_of

_PAUSE = 250  # milliseconds without a change until what was chosen is looked at

_SETTINGS = settings_of(InitializationLab)


class LabPanel(QWidget):
    """Choices in two rows, and below them what each scheme makes of the signal.

    Attributes
    ----------
    chosen : InitializationLab
    canvas : LabCanvas

    Signals
    -------
    call_requested(callable, callable)
        As of `View`.
    study_requested(callable)
        As of `View`: a network should be trained with each scheme.
    found()
        What was chosen has been looked at.
    """

    call_requested = Signal(object, object)
    study_requested = Signal(object)
    found = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen = InitializationLab()
        self._run: Run | None = None
        self._asked: tuple[InitializationLab, Run] | None = None
        self.here = QCheckBox(_SETTINGS["here"].label)
        self.here.setToolTip(plain_tip(_SETTINGS["here"].help))
        self.here.toggled.connect(partial(self._change, "here"))
        self.spins = {name: self._spin(name) for name in ("depth", "width", "seeds")}
        self.activation = self._editor("activation")
        self.scale = self._editor("scale")
        self.train = QPushButton("Train each")
        self.train.setToolTip("Train with each of these initial weights, and compare the curves")
        self.train.clicked.connect(self._on_train)
        self.canvas = LabCanvas(theme)
        scroll = boxes.scrolled(self.canvas, "Initial weights compared")
        label = QLabel(_SETTINGS["scale"].label)
        label.setBuddy(self.scale.focus_widget())
        depth, width, seeds = self.spins.values()
        self._own = depth, width, self.activation  # what the network here has instead
        layers = boxes.row(self.here, depth, width, (self.activation, 1), spacing=5)
        drawing = boxes.row(label, (self.scale, 1), seeds, self.train, spacing=5)
        for row in (layers, drawing):
            row.setContentsMargins(12, 0, 12, 0)
        boxes.column(layers, drawing, (scroll, 1), into=self, spacing=4)
        self._due = QTimer(self, singleShot=True, interval=_PAUSE, timeout=self.ask)
        self._show_chosen()

    def _spin(self, name: str) -> QSpinBox:
        setting = _SETTINGS[name]
        spin = QSpinBox(keyboardTracking=False, prefix=f"{setting.label} ")
        spin.setRange(int(setting.minimum), int(setting.maximum))
        spin.setAccessibleName(setting.label)
        spin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        spin.setToolTip(plain_tip(setting.help))
        spin.valueChanged.connect(partial(self._change, name))
        return spin

    def _editor(self, name: str) -> Editor:
        setting = _SETTINGS[name]
        editor = editor_for(setting)
        editor.setToolTip(plain_tip(setting.help))
        editor.edited.connect(partial(self._change, name))
        return editor

    # ------------------------------------------------------------------ what is chosen

    def _change(self, name: str, value: Any) -> None:
        self.chosen = replaced(self.chosen, name, value)
        self._show_chosen()
        self._due.start()

    def _show_chosen(self) -> None:
        chosen = self.chosen
        with QSignalBlocker(self.here):
            self.here.setChecked(chosen.here)
        for name, spin in self.spins.items():
            with QSignalBlocker(spin):
                spin.setValue(getattr(chosen, name))
        self.activation.show_value(chosen.activation)
        self.scale.show_value(chosen.scale)
        for widget in self._own:
            widget.setEnabled(not chosen.here)

    def show_run(self, run: Run) -> None:
        """Learn whose examples are to be looked at."""
        self._run = run

    @Slot()
    def ask(self) -> None:
        """Have what is chosen looked at, unless it was."""
        if self._run is not None and self._asked != (self.chosen, self._run):
            self._asked = self.chosen, self._run
            self.call_requested.emit(self.chosen.examine, self._on_examined)

    def _on_examined(self, report: InitializationReport) -> None:
        self.canvas.show_report(report)
        self.found.emit()

    @Slot()
    def _on_train(self) -> None:
        self.study_requested.emit(self.chosen.study)

    # ------------------------------------------------------------------ what came of it

    def recolour(self, theme: Theme) -> None:
        """Take the colours of another theme."""
        self.canvas.theme = theme
        self.canvas.update()
