"""What is drawn over a plane of parameters: contours of the cost, and the path of the run."""

from __future__ import annotations

import contourpy
import numpy as np
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot

#: Contours from the lowest cost to the highest.
_LEVELS = 14


def levels_of(costs: np.ndarray) -> np.ndarray:
    """The costs at which contours are drawn: evenly on a logarithmic scale above the lowest."""
    finite = costs[np.isfinite(costs)]
    if not finite.size or finite.max() <= finite.min():
        return np.empty(0)
    low, high = float(finite.min()), float(np.quantile(finite, 0.98))
    least = max((high - low) * 1e-3, 1e-12)
    return low + np.geomspace(least, max(high - low, least * 1.01), _LEVELS)


class CostContours(Layer):
    """Lines of equal cost."""

    def __init__(self, plot: Plot, role: str, *, dashed: bool = False, z: float = 5.0) -> None:
        super().__init__(plot, z)
        self.role, self.dashed = role, dashed
        self.points = np.empty((0, 2))

    def set_costs(self, a: np.ndarray, b: np.ndarray, costs: np.ndarray | None) -> None:
        """Draw the lines of costs, ``(len(b), len(a))``; None for none."""
        lines = []
        if costs is not None and min(costs.shape) > 1:
            generator = contourpy.contour_generator(
                a, b, np.where(np.isfinite(costs), costs, 1e300)
            )
            for level in levels_of(costs):
                lines += generator.lines(level)
        gap = np.full((1, 2), np.nan)
        parts = [part for line in lines for part in (line, gap)]
        self.points = np.concatenate(parts) if parts else np.empty((0, 2))
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not len(self.points):
            return
        x, y = self.plot.to_pixels(self.points[:, 0], self.points[:, 1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        color = QColor(self.plot.theme.color(self.role))
        color.setAlphaF(0.9 if self.dashed else 0.45)
        style = Qt.PenStyle.DashLine if self.dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(color, 1.2 if self.dashed else 1.0, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(arrayToQPath(x, y, connect="finite"))


class PathLayer(Layer):
    """The way of a run through the plane: a line with arrows, its start, its present, its best."""

    def __init__(self, plot: Plot, role: str = "accent", z: float = 12.0) -> None:
        super().__init__(plot, z)
        self.role = role
        self.points = np.empty((0, 2))
        self.best: int | None = None

    def set_points(self, points: np.ndarray, best: int | None = None) -> None:
        """Draw the way through ``(k, 2)`` points; `best` is the place of the best among them."""
        self.points, self.best = points, best
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not len(self.points):
            return
        x, y = self.plot.to_pixels(self.points[:, 0], self.points[:, 1])
        theme = self.plot.theme
        color = QColor(theme.color(self.role))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor(theme.panel), 4), QPen(color, 2)):
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(arrayToQPath(x, y, connect="finite"))
        self._draw_arrows(painter, color, x, y)
        painter.setPen(QPen(color, 2))
        painter.setBrush(QColor(theme.panel))
        painter.drawEllipse(QPointF(x[0], y[0]), 5, 5)
        if self.best is not None:
            here = QPointF(x[self.best], y[self.best])
            corners = ((0, -7), (6, 0), (0, 7), (-6, 0))
            painter.setBrush(QColor(theme.dev))
            painter.setPen(QPen(QColor(theme.panel), 1))
            painter.drawPolygon(QPolygonF([here + QPointF(*corner) for corner in corners]))
        painter.setPen(QPen(QColor(theme.panel), 1.5))
        painter.setBrush(color)
        painter.drawEllipse(QPointF(x[-1], y[-1]), 6, 6)

    @staticmethod
    def _draw_arrows(painter: QPainter, color: QColor, x: np.ndarray, y: np.ndarray) -> None:
        """Heads along the way, so far apart that they can be told from each other."""
        lengths = np.hypot(np.diff(x), np.diff(y))
        along = np.concatenate([[0.0], np.cumsum(lengths)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for place in np.arange(40.0, along[-1] - 12, 70.0):
            k = int(np.searchsorted(along, place)) - 1
            if lengths[k] <= 0:
                continue
            share = (place - along[k]) / lengths[k]
            tip = np.array([x[k] + share * (x[k + 1] - x[k]), y[k] + share * (y[k + 1] - y[k])])
            ahead = np.array([x[k + 1] - x[k], y[k + 1] - y[k]]) / lengths[k]
            side = np.array([-ahead[1], ahead[0]])
            corners = (tip + 5 * ahead, tip - 4 * ahead + 4 * side, tip - 4 * ahead - 4 * side)
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
