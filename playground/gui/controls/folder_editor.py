"""The editor of a folder: typed, or chosen in the system's dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from playground.gui.controls.editors import TextEditor
from playground.gui.controls.open_path import ask_open_path
from playground.gui.theme.tooltips import plain_tip
from playground.settings import Setting


class FolderEditor(TextEditor):
    """A folder's path, with a button to look for another; empty for none in particular."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.line.setPlaceholderText("Where the last file was")
        self.button = QToolButton(text="Choose…", toolTip="Look for a folder")
        self.button.setAccessibleName(f"{setting.label}: choose a folder")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._choose)
        self.row.addWidget(self.button)
        self.dialog: QFileDialog | None = None

    def focus_widget(self) -> QWidget:
        return self.line

    def show_value(self, value: str) -> None:
        super().show_value(value)
        self.line.setToolTip(plain_tip(value))
        self.line.setCursorPosition(0)

    @Slot()
    def _on_finished(self) -> None:
        typed = self.line.text().strip()
        if typed and not Path(typed).is_dir():
            self.show_value(self._shown)
            self.refused.emit(f"{self.setting.label}: there is no folder '{typed}'.")
            return
        super()._on_finished()

    @Slot()
    def _choose(self) -> None:
        begin = self._shown or str(Path.home())
        self.dialog = ask_open_path(self, self.setting.label, "", self.edited.emit, begin)
