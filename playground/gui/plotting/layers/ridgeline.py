"""Ridges: distributions as filled outlines, one row below another, over a common axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from playground.dataclass import dataclass
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot

_BINS = 72
_OPACITY = 0.35  # of the filling
_MOST_VALUES = 20_000  # counted for one ridge: more look the same


@dataclass(frozen=True)
class Ridge:
    """One distribution.

    Attributes
    ----------
    base, height : float
        Where on the vertical axis its foot lies, and how high its highest bin stands above it.
    shares : ndarray, (bins,)
        The bins' heights, from 0 to 1.
    note : str
        Words at its right end.
    """

    base: float
    height: float
    shares: np.ndarray
    note: str = ""


def histogram(values: np.ndarray, low: float, high: float, bins: int = _BINS) -> np.ndarray:
    """The numbers of values in equal bins from `low` to `high`, the highest bin as 1.

    Values outside count in the bin at their end, where they would pile up unseen otherwise;
    what is no number does not count.
    """
    values = values.ravel()
    values = values[:: -(-values.size // _MOST_VALUES)] if values.size else values
    values = values[np.isfinite(values)]
    places = np.clip((values - low) * (bins / (high - low)), 0, bins - 1).astype(np.intp)
    counts = np.bincount(places, minlength=bins)
    return counts / max(1, counts.max())


class Ridgeline(Layer):
    """Draws ridges over the whole width of a plot, in the colour of a role."""

    def __init__(self, plot: Plot, role: str) -> None:
        super().__init__(plot, z=5)
        self.role = role
        self.ridgeline: Sequence[Ridge] = ()
        self._range = (0.0, 1.0)

    def set_ridges(self, ridgeline: Sequence[Ridge], low: float, high: float) -> None:
        """Draw these, whose bins run from `low` to `high` on the horizontal axis."""
        self.ridgeline, self._range = ridgeline, (low, high)
        self.update()

    def paint_key(self, painter: QPainter, box: QRectF) -> None:
        """A sample for a legend."""
        painter.setPen(QPen(self._color(self.role), 1))
        painter.setBrush(self._color(self.role, _OPACITY))
        painter.drawRect(box.adjusted(0, 3, 0, -3))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setFont(self.plot.font())
        for ridge in self.ridgeline:
            edges = np.linspace(*self._range, len(ridge.shares) + 1)
            middles = (edges[1:] + edges[:-1]) / 2
            heights = ridge.base + ridge.height * ridge.shares
            x, y = self.plot.to_pixels(
                np.concatenate([edges[:1], middles, edges[-1:]]),
                np.concatenate([[ridge.base], heights, [ridge.base]]),
            )
            outline = QPolygonF([QPointF(*point) for point in zip(x.tolist(), y.tolist())])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._color(self.role, _OPACITY))
            painter.drawPolygon(outline)
            painter.setPen(QPen(self._color(self.role), 1))
            painter.drawPolyline(outline)
            if ridge.note:
                painter.setPen(self._color("muted"))
                width = self._metrics.horizontalAdvance(ridge.note)
                above = max(5.0, (y[0] - y.min()) / 2)  # the tails of most ridges are low
                painter.drawText(QPointF(area.width() - width - 2, y[0] - above), ridge.note)
