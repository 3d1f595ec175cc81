"""What is drawn over a plane of parameters: the path of a run, and where others have come to."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from playground.gui.libraries.graphs import arrayToQPath
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot
from playground.gui.theme import Theme


def draw_start(painter: QPainter, at: QPointF, theme: Theme, role: str) -> None:
    """A ring, where a path begins."""
    painter.setPen(QPen(QColor(theme.color(role)), 2))
    painter.setBrush(QColor(theme.panel))
    painter.drawEllipse(at, 5, 5)


def draw_present(painter: QPainter, at: QPointF, theme: Theme, role: str) -> None:
    """A disc, where a path has come to."""
    painter.setPen(QPen(QColor(theme.panel), 1.5))
    painter.setBrush(QColor(theme.color(role)))
    painter.drawEllipse(at, 6, 6)


def draw_best(painter: QPainter, at: QPointF, theme: Theme, role: str) -> None:
    """A diamond, where the dev cost was lowest."""
    painter.setPen(QPen(QColor(theme.panel), 1))
    painter.setBrush(QColor(theme.dev))
    corners = ((0, -7), (6, 0), (0, 7), (-6, 0))
    painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in corners]))


def draw_other(painter: QPainter, at: QPointF, theme: Theme, role: str) -> None:
    """A square, where another run has come to."""
    painter.setPen(QPen(QColor(theme.panel), 1.5))
    painter.setBrush(QColor(theme.text))
    painter.drawRect(QRectF(at.x() - 5, at.y() - 5, 10, 10))


class Others(Layer):
    """Where other runs have come to."""

    def __init__(self, plot: Plot, z: float = 11.0) -> None:
        super().__init__(plot, z)
        self.points = np.empty((0, 2))

    def set_points(self, points: np.ndarray) -> None:
        """Mark ``(k, 2)`` points."""
        self.points = points
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for x, y in zip(*self.plot.to_pixels(self.points[:, 0], self.points[:, 1])):
            draw_other(painter, QPointF(x, y), self.plot.theme, "text")


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
        theme, color = self.plot.theme, self._color(self.role)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(self._color("panel"), 4), QPen(color, 2)):
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(arrayToQPath(x, y, connect="finite"))
        self._draw_arrows(painter, color, x, y)
        draw_start(painter, QPointF(x[0], y[0]), theme, self.role)
        if self.best is not None:
            draw_best(painter, QPointF(x[self.best], y[self.best]), theme, self.role)
        draw_present(painter, QPointF(x[-1], y[-1]), theme, self.role)

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
            here, there = np.array([x[k], y[k]]), np.array([x[k + 1], y[k + 1]])
            tip, ahead = here + share * (there - here), (there - here) / lengths[k]
            side = np.array([-ahead[1], ahead[0]])
            corners = (tip + 5 * ahead, tip - 4 * ahead + 4 * side, tip - 4 * ahead - 4 * side)
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
