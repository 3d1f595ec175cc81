"""The dialog for preferences: a form over their declaration, every change at once in force."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from playground.gui.controls.form import SettingsForm
from playground.gui.preferences import Preferences
from playground.settings import replaced


class PreferencesDialog(QDialog):
    """Shows preferences and announces what a person makes of them.

    Signals
    -------
    changed(Preferences)
    """

    changed = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.preferences = preferences
        self.form = SettingsForm(Preferences)
        self.form.edited.connect(self._on_edited)
        self.form.refused.connect(self._on_refused)
        self.form.show_settings(preferences)
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("role", "error")
        self.problem.hide()
        button = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(button.RestoreDefaults | button.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(button.RestoreDefaults).clicked.connect(self.restore_defaults)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addWidget(self.form)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(400)

    @Slot()
    def restore_defaults(self) -> None:
        """Prefer what everyone has at first."""
        self._adopt(Preferences())

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._adopt(replaced(self.preferences, name, value))

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()

    def _adopt(self, preferences: Preferences) -> None:
        self.problem.hide()
        self.preferences = preferences
        self.form.show_settings(preferences)
        self.changed.emit(preferences)
