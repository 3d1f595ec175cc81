"""Points: the examples in a plot, told apart by colour, shape and filling."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem

from playground.dataclass import dataclass
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.symbols import outline

#: More points than these are thinned out before they are drawn.
MOST = 5_000
_MARGIN = 4.0  # pixels around a symbol


@dataclass(frozen=True)
class Style:
    """How a point looks.

    Attributes
    ----------
    shape : str
    color : str
        Of its inside, or of its line where it is hollow.
    line : str
        Of its outline; ``""`` where hollow, whose outline is `color`.
    ground : str
        Inside a hollow point.
    dotted : bool
        Whether a hollow point has a dot in its middle.
    """

    shape: str
    color: str
    line: str = ""
    ground: str = ""
    dotted: bool = False

    def paint(self, painter: QPainter, size: float) -> None:
        """Draw it around (0, 0)."""
        hollow = not self.line
        painter.setPen(QPen(QColor(self.color if hollow else self.line), 1.6 if hollow else 1.0))
        painter.setBrush(QColor(self.ground if hollow else self.color))
        painter.drawPath(outline(self.shape, size - 0.8 if hollow else size))
        if self.dotted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.color))
            painter.drawEllipse(QPointF(), 0.15 * size, 0.15 * size)


class Points(Layer):
    """Points that stand still while other things change: drawn once, kept as a picture."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot, z=20)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.x = self.y = np.empty(0)
        self.kinds = np.empty(0, int)
        self._styles: list[Style] = []

    def set_points(
        self, x: np.ndarray, y: np.ndarray, kinds: np.ndarray, styles: list[Style]
    ) -> None:
        """Draw points ``(n,)`` each of a kind, an index into `styles`; later ones lie above."""
        self.x, self.y, self.kinds, self._styles = x, y, kinds, styles
        self.update()

    @property
    def size(self) -> float:
        """Pixels across one point: fewer where there are many."""
        return 8.5 if len(self.x) <= 600 else 7.0 if len(self.x) <= 2000 else 5.5

    def draw(self, painter: QPainter, area: QRectF) -> None:
        x, y = self.plot.to_pixels(self.x, self.y)
        reach = self.size
        near = (x > -reach) & (x < area.width() + reach) & (y > -reach)
        near &= y < area.height() + reach
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        vectors = painter.paintEngine().type() in (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
        places = zip(x[near].tolist(), y[near].tolist(), self.kinds[near].tolist())
        if vectors:
            for left, top, kind in places:
                painter.save()
                painter.translate(left, top)
                self._styles[kind].paint(painter, self.size)
                painter.restore()
            return
        stamps = [self._stamp(style, painter) for style in self._styles]
        half = self.size / 2 + _MARGIN
        for left, top, kind in places:
            painter.drawPixmap(QPointF(left - half, top - half), stamps[kind])

    def _stamp(self, style: Style, painter: QPainter) -> QPixmap:
        scale = painter.device().devicePixelRatio()
        side = self.size + 2 * _MARGIN
        stamp = QPixmap(int(side * scale + 1), int(side * scale + 1))
        stamp.setDevicePixelRatio(scale)
        stamp.fill(Qt.GlobalColor.transparent)
        artist = QPainter(stamp)
        artist.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        artist.translate(side / 2, side / 2)
        style.paint(artist, self.size)
        artist.end()
        return stamp


def thinned(*counts: int, most: int = MOST) -> list[np.ndarray]:
    """For parts of so many points, which ones to draw: all, or an even share of each."""
    total = sum(counts)
    if total <= most:
        return [np.arange(count) for count in counts]
    return [
        np.linspace(0, count - 1, max(1, round(count * most / total))).astype(int)
        if count
        else np.arange(0)
        for count in counts
    ]
