"""How the program looks: theme, palette and digits, by the preferences and by the system."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from playground.gui import theme as themes
from playground.gui.controls.folders import begin_in
from playground.gui.theme import preferences as prefs
from playground.gui.theme.numbers import prefer_digits


class Looks(QObject):
    """Keeps the preferences and the theme they choose, and lets a person edit them.

    Parameters
    ----------
    window : QWidget
        The parent of the dialog.

    Attributes
    ----------
    preferences : Preferences
        Those in force; while the dialog is open, those that are tried.
    theme : Theme

    Signals
    -------
    followed(Preferences)
        These are in force now; numbers are to be written anew.
    recoloured(Theme)
        Everything is to take the colours of this theme.
    """

    followed = Signal(object)
    recoloured = Signal(object)

    def __init__(self, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self.preferences = prefs.load()
        self.theme = self._preferred_theme()
        begin_in(self.preferences.folder)
        QApplication.styleHints().colorSchemeChanged.connect(self._on_color_scheme)

    def follow(self) -> None:
        """Put the preferences into force."""
        prefer_digits(self.preferences.digits)
        self.followed.emit(self.preferences)
        theme = self._preferred_theme()
        if theme is not self.theme:
            self.recolour(theme)

    def recolour(self, theme: themes.Theme) -> None:
        """Give the program and everything in it the colours of `theme`."""
        self.theme = theme
        themes.apply(themes.application(), theme)
        self.recoloured.emit(theme)

    def _preferred_theme(self) -> themes.Theme:
        chosen = {"light": themes.LIGHT, "dark": themes.DARK}
        system = themes.system_theme(themes.application())
        theme = chosen.get(self.preferences.theme, system)
        return theme.with_palette(self.preferences.palette)

    @Slot()
    def _on_color_scheme(self) -> None:
        if QApplication.styleHints().colorScheme() is not Qt.ColorScheme.Unknown:
            self.follow()

    # ------------------------------------------------------------------ the dialog

    @Slot()
    def edit(self) -> None:
        """Open the dialog of the preferences, which are tried as they are edited."""
        from playground.gui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self.preferences, self._window)
        dialog.changed.connect(self._try)
        dialog.accepted.connect(self._keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def _try(self, preferences: prefs.Preferences) -> None:
        self.preferences = preferences
        self.follow()

    @Slot()
    def _keep(self) -> None:
        prefs.keep(self.preferences)
        begin_in(self.preferences.folder)
