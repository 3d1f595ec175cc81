"""What a person can do, as actions with names, shortcuts, icons and one sentence each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from playground.gui.theme import Theme, icon


@dataclass(frozen=True)
class _Declared:
    text: str
    tip: str
    shortcut: str = ""
    icon: str = ""
    short: str = ""  # beside the icon in the toolbar, where the text is too long


#: By object name. Outside checks and users' scripts rely on the names.
_ACTIONS = {
    "run": _Declared("Run", "Train, or pause the training", "Space", "run"),
    "step": _Declared("Step", "Train on one mini-batch", "S", "step"),
    "step_epoch": _Declared("Epoch", "Train to the end of the epoch", "E", "step_epoch"),
    "reset": _Declared("Reset", "Start over with the same initial weights", "R", "reset"),
    "new_seed": _Declared("New seed", "Start over with other random numbers", "N", "new_seed"),
    "diagnose": _Declared("Diagnose", "Show bias, variance and what to do", "D", "diagnose"),
    "compare_optimizers": _Declared(
        "Compare optimizers",
        "Race all optimizers from the same start, over several seeds",
        "C",
        "compare_optimizers",
        "Compare",
    ),
    "validation_curve": _Declared(
        "Validation curve…", "Errors of train and dev against the values of a setting"
    ),
    "learning_curve": _Declared(
        "Learning curve", "Errors of train and dev against the number of training examples"
    ),
    "find_rate": _Declared(
        "Learning-rate finder", "The cost against a rising learning rate, and the rates it suggests"
    ),
    "run_history": _Declared(
        "Run history", "Every run and study of the session, to compare and to restore", "H"
    ),
    "open": _Declared("Open…", "Open a CSV file or an experiment", "Ctrl+O", "open"),
    "save": _Declared("Save", "Save the experiment", "Ctrl+S", "save"),
    "save_as": _Declared(
        "Save as…", "Save the experiment, or its settings alone, as another file", "Ctrl+Shift+S"
    ),
    "import_weights": _Declared(
        "Import weights…", "Start over from the weights in a file", "Ctrl+I"
    ),
    "export": _Declared(
        "Export…", "Save plots, numbers, weights, code or a report", "Ctrl+E", "export"
    ),
    "export_animation": _Declared(
        "Export animation…", "Save the boundary over training as a GIF or a film"
    ),
    "undo": _Declared("Undo", "Take the last change of a setting back", "Ctrl+Z", "undo"),
    "redo": _Declared("Redo", "Make the change again", "Ctrl+Shift+Z", "redo"),
    "copy_experiment": _Declared(
        "Copy experiment as text", "Put all settings on the clipboard, as TOML", "Ctrl+Shift+C"
    ),
    "paste_experiment": _Declared(
        "Paste experiment", "Take up the settings on the clipboard", "Ctrl+Shift+V"
    ),
    "restore_layout": _Declared("Restore layout", "Put all panels back in their places"),
    "preferences": _Declared("Preferences…", "Theme, palette, digits, files", "Ctrl+,", "settings"),
    "shortcuts": _Declared("Shortcuts", "Show every shortcut", "?", "help"),
    "quit": _Declared("Quit", "Close the window", "Ctrl+Q"),
}


class Actions:
    """All actions of a window, as attributes by their object names: ``actions.run``."""

    def __init__(self, parent: QWidget) -> None:
        self._all: dict[str, QAction] = {}
        for name, declared in _ACTIONS.items():
            action = QAction(declared.text, parent)
            action.setObjectName(name)
            if declared.shortcut:
                action.setShortcut(QKeySequence(declared.shortcut))
            keys = f" ({declared.shortcut})" if declared.shortcut else ""
            action.setToolTip(f"{declared.tip}{keys}")
            action.setIconVisibleInMenu(False)
            action.setIconText(declared.short or declared.text.rstrip("…"))
            self._all[name] = action
        parent.addActions(list(self._all.values()))

    def __getattr__(self, name: str) -> QAction:
        try:
            return self._all[name]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._all.values())

    def recolour(self, theme: Theme) -> None:
        """Give every action its icon in the colours of `theme`."""
        for name, action in self._all.items():
            if _ACTIONS[name].icon:
                action.setIcon(icon(_ACTIONS[name].icon, theme))

    def show_running(self, running: bool, theme: Theme) -> None:
        """Let the run action say what it would do now."""
        self.run.setIconText("Pause" if running else "Run")
        self.run.setText("Pause" if running else "Run")
        self.run.setIcon(icon("pause" if running else "run", theme))
