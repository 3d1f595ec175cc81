"""CornerButton: a small button over a plot, in one of its corners at the right."""

from __future__ import annotations

from PySide6.QtCore import Slot

from playground.gui.plotting.plot import Plot
from playground.gui.theme.icon_button import IconButton

_SIDE = 28  # pixels


class CornerButton(IconButton):
    """A button that stays in its corner.

    Parameters
    ----------
    plot : Plot
    name, words, tip : str
        As of `IconButton`.
    margin : int
        Pixels from both edges.
    at_top : bool
        In the upper corner, or in the lower one.
    """

    def __init__(
        self, plot: Plot, name: str, words: str, tip: str, margin: int, at_top: bool
    ) -> None:
        super().__init__(name, words, tip, parent=plot)
        self._plot, self._margin, self._at_top = plot, margin, at_top
        self.setProperty("compact", True)
        self.setFixedSize(_SIDE, _SIDE)
        plot.resized.connect(self.place)

    @Slot()
    def place(self) -> None:
        """Stand in the corner."""
        away = _SIDE + self._margin
        top = self._margin if self._at_top else self._plot.height() - away
        self.move(self._plot.width() - away, top)
