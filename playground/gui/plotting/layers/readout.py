"""ReadOut: the numbers under the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.words import RIGHT, write

_PADDING = 8.0
_AWAY = 12.0  # pixels from the cursor


class ReadOut(Layer):
    """A small table beside the cursor; with curves, a line at the place it speaks of.

    Parameters
    ----------
    plot : Plot
    line : bool
        Whether to draw a vertical line through the place.
    """

    def __init__(self, plot: Plot, line: bool) -> None:
        super().__init__(plot, z=100)
        self._line = line
        self._at: tuple[float, float] | None = None
        self.rows: list[tuple[str, str, str]] = []

    def show_rows(self, x: float, y: float, rows: list[tuple[str, str, str]]) -> None:
        """Show rows of (name, number, colour role) beside a place of the axes."""
        self._at, self.rows = (x, y), rows
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        if self._at is not None:
            self._at, self.rows = None, []
            self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if self._at is None or not self.rows:
            return
        theme, (x, y) = self.plot.theme, self._pixel(*self._at)
        if self._line:
            painter.setPen(QPen(self._color("disabled"), 1))
            painter.drawLine(QPointF(round(x), 0), QPointF(round(x), area.height()))
        line = self._metrics.height()
        names = max(self._metrics.horizontalAdvance(name) for name, *_ in self.rows)
        numbers = max(self._metrics.horizontalAdvance(number) for _, number, _ in self.rows)
        width = names + numbers + 3 * _PADDING
        height = len(self.rows) * line + 2 * _PADDING
        left = x + _AWAY if x + _AWAY + width <= area.width() else x - _AWAY - width
        left = min(max(left, 0.0), max(0.0, area.width() - width))
        top = min(max(y - height - _AWAY, 0.0), max(0.0, area.height() - height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self._color("border"), 1))
        painter.setBrush(self._color("panel", 0.94))
        painter.drawRoundedRect(QRectF(left, top, width, height), 6, 6)
        painter.setFont(self.plot.font())
        box = QRectF(left + _PADDING, top + _PADDING, width - 2 * _PADDING, line)
        for name, number, role in self.rows:
            write(painter, box, name, theme.muted)
            write(painter, box, number, theme.color(role), RIGHT)
            box.translate(0, line)
