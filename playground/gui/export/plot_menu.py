"""The menu of a plot: copy it, copy its numbers, export it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QToolTip

from playground.gui.export import clipboard, picture_formats
from playground.gui.plotting.view import View
from playground.gui.theme.tooltips import allow, plain_tip


def open_plot_menu(view: View, at: QPoint) -> None:
    """Open the menu of a view at a place of the screen."""
    PlotMenu(view).popup(at)


class PlotMenu(QMenu):
    """Opened on a view; it deletes itself when it closes.

    Parameters
    ----------
    view : View
        Its picture is copied in its own size and colours, its curves with every digit.
    """

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self._view = view
        self.copy_picture = self.addAction("Copy picture")
        self.copy_picture.triggered.connect(self._copy_picture)
        self.copy_numbers = self.addAction("Copy numbers as CSV")
        self.copy_numbers.triggered.connect(self._copy_numbers)
        self.setToolTipsVisible(True)
        allow(self.copy_numbers, "" if view.curves() else "This view shows no curve.")
        if view.exportable:
            self.addSeparator()
            self.export = self.addAction("Export…")
            self.export.triggered.connect(view.export_requested)
        self.aboutToHide.connect(self.deleteLater)

    @Slot()
    def _copy_picture(self) -> None:
        clipboard.put_picture(picture_formats.draw_image(self._view, clipboard.SCALE))
        self._say("The picture is on the clipboard.")

    @Slot()
    def _copy_numbers(self) -> None:
        clipboard.put_numbers(picture_formats.draw_csv(self._view)().decode())
        self._say("The numbers are on the clipboard.")

    def _say(self, words: str) -> None:
        """Say it where the person looks, in whatever window that is."""
        QToolTip.showText(QCursor.pos(), plain_tip(words), self._view)
