"""Switching workspaces: each keeps its own arrangement and size of type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from playground.gui.shell.layout import LayoutError, as_text
from playground.gui.shell.window_memory import recalled_layout
from playground.gui.shell.workspaces import WORKSPACES
from playground.gui.theme import boxes
from playground.gui.theme.fonts import factor_of, scale_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.gui.shell.main_window import MainWindow

_CURRENT, _TYPE = "window/workspace", "window/type_size"
_SMALLEST, _LARGEST, _STEP = 0.7, 2.5, 1.1  # of the type, as factors


class WorkspaceSwitch(QWidget):
    """One button a workspace, side by side: exactly one is pressed."""

    def __init__(self, actions: Iterable[QAction]) -> None:
        super().__init__()
        self.setObjectName("workspaces")
        self.setAccessibleName("Workspace")
        row = boxes.row(into=self, margins=(4, 0, 0, 0), spacing=0)
        for action in actions:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setProperty("segment", True)
            row.addWidget(button)


class Workspaces(QObject):
    """The workspace on screen, and what the others looked like when they were left.

    Signals
    -------
    shown(str)
        Everything stands as in the workspace of this name.

    Attributes
    ----------
    current : str
        The name of the one on screen.
    """

    shown = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.current = "train"
        self._window = window
        self._layouts: dict[str, str] = {}  # as text, of those that were left
        self._type_sizes = {name: _kept_type_size(name) for name in WORKSPACES}

    def recall(self) -> None:
        """Go back to the workspace of the last time."""
        name = QSettings().value(_CURRENT, "train")
        if name in WORKSPACES and name != "train":
            self.show(name)

    def show(self, name: str) -> None:
        """Arrange everything as it was when this workspace was left, or as it is at first."""
        window = self._window
        if name == self.current or not window.arranged:
            return
        self._layouts[self.current] = window.layout_text()
        window.remember_layout()
        self.current = name
        QSettings().setValue(_CURRENT, name)
        window.setUpdatesEnabled(False)
        self._apply_type_size()
        window.set_bare(WORKSPACES[name].bare)
        kept = self._layouts.get(name) or recalled_layout(name)
        try:
            window.take_layout(kept.encode()) if kept else self.restore()
        except LayoutError:
            self.restore()
        self.shown.emit(name)
        window.actions_.refresh()
        window.setUpdatesEnabled(True)

    def restore(self) -> None:
        """Arrange everything as it is at first in this workspace."""
        workspace, window = WORKSPACES[self.current], self._window
        window.take_layout(as_text(workspace.layout(window.view_docks.docks)).encode())
        if workspace.views is None:
            window.view_docks.restore()

    # ------------------------------------------------------------------ type

    @property
    def type_size(self) -> float:
        """How large text is at present, as a factor."""
        return self._type_sizes[self.current]

    def enlarge_type(self, steps: int) -> None:
        """Make text larger by some steps, or smaller; 0 makes it what it was at first."""
        size = _first_type_size(self.current)
        if steps:
            size = min(max(self.type_size * _STEP**steps, _SMALLEST), _LARGEST)
        self._type_sizes[self.current] = size
        QSettings().setValue(f"{_TYPE}/{self.current}", f"{size:.3f}")
        self._apply_type_size()

    def _apply_type_size(self) -> None:
        scale_type(self.type_size)
        self._window.settle()


def _kept_type_size(name: str) -> float:
    kept = QSettings().value(f"{_TYPE}/{name}", "")
    try:
        return min(max(float(str(kept)), _SMALLEST), _LARGEST)
    except ValueError:
        return _first_type_size(name)


def _first_type_size(name: str) -> float:
    workspace = WORKSPACES[name]
    return min(max(workspace.type_size, factor_of(workspace.least_text)), _LARGEST)
