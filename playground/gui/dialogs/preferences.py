"""The dialog for preferences: a form over their declaration, every change shown at once."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from playground.gui.controls.editors import OptionEditor
from playground.gui.controls.form import SettingsForm
from playground.gui.theme import boxes
from playground.gui.theme.data_palettes import PALETTES, Palette
from playground.gui.theme.label import Label
from playground.gui.theme.preferences import Preferences
from playground.settings import replaced

_SWATCH = QSize(52, 12)
_SWATCH_COLOURS = 4
_LABELS = 136  # pixels: here is room for each in one line
_ONE_CLICK = 0.5  # seconds from the press of a button to its release, at most


class PreferencesDialog(QDialog):
    """Shows preferences and announces what a person tries; OK keeps it, Cancel takes it back.

    Signals
    -------
    changed(Preferences)
        To be shown in force from now on.
    """

    changed = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.preferences = self._before = preferences
        self.form = SettingsForm(Preferences, label_width=_LABELS)
        self.form.edited.connect(self._on_edited)
        self.form.refused.connect(self._on_refused)
        self.form.show_settings(preferences)
        self._show_swatches()
        self.problem = Label(role="error", wordWrap=True)
        self.problem.hide()
        button = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(button.RestoreDefaults | button.Ok | button.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        restore = buttons.button(button.RestoreDefaults)
        restore.setText("Restore defaults")
        restore.clicked.connect(self.restore_defaults)
        self.buttons = buttons
        boxes.column(self.form, self.problem, 1, buttons, into=self, margins=None, spacing=16)
        self.setMinimumWidth(440)
        self._refused_at = -math.inf

    @Slot()
    def restore_defaults(self) -> None:
        """Prefer what everyone has at first."""
        self._adopt(Preferences())

    def accept(self) -> None:
        """Keep what was tried; stay where the very same click or Enter left a field refused."""
        if time.monotonic() - self._refused_at > _ONE_CLICK:
            super().accept()

    def reject(self) -> None:
        """Take back what was tried."""
        if self.preferences != self._before:
            self._adopt(self._before)
        super().reject()

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._adopt(replaced(self.preferences, name, value))

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        self._refused_at = time.monotonic()

    def _adopt(self, preferences: Preferences) -> None:
        self.problem.hide()
        self.preferences = preferences
        self.form.show_settings(preferences)
        self.changed.emit(preferences)

    def _show_swatches(self) -> None:
        """Let the list of palettes show what they look like."""
        editor = self.form.editor("palette")
        assert isinstance(editor, OptionEditor)
        combo = editor.combo
        combo.setIconSize(_SWATCH)
        for row in range(combo.count()):
            palette = PALETTES[combo.itemData(row)]
            combo.setItemIcon(row, _swatch(palette, self.devicePixelRatioF()))


def _swatch(palette: Palette, scale: float) -> QIcon:
    """The colours of the first classes side by side."""
    picture = QPixmap(_SWATCH * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    width, height = _SWATCH.width() / _SWATCH_COLOURS, _SWATCH.height()
    for place, color in enumerate(palette.light.classes[:_SWATCH_COLOURS]):
        painter.fillRect(QRectF(place * width, 0, width - 1, height), QColor(color))
    painter.end()
    return QIcon(picture)
