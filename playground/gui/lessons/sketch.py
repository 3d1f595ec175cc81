"""Sketch: the curve a learner expects, drawn into the cost plot by mouse or by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from playground.gui.plotting.history_view import HistoryView
from playground.gui.plotting.layers.curve import Curve
from playground.gui.plotting.legend import Key, line_key
from playground.gui.plotting.plot import Plot

#: Places along the axis whose height a stroke of the mouse sets.
_PLACES = 61

#: How much of the axis a drawn curve has to cover to be one.
ENOUGH = 0.6


def _hollow(t: np.ndarray) -> np.ndarray:
    return np.where(t < 0.25, (1 - t / 0.25) ** 2, (np.maximum(t - 0.25, 0) / 0.75) ** 0.8)


#: Curves for those without a mouse: the share of the way from start to end, by that of the time.
SHAPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "Fast at first, then slower": lambda t: (1 - np.exp(-5 * t)) / (1 - np.exp(-5)),
    "At the same pace": lambda t: t,
    "Flat at first, then fast": lambda t: 1 / (1 + np.exp(-14 * (t - 0.65))),
    "Up and down on the way": lambda t: t + 0.35 * np.sin(9 * np.pi * t) * (1 - 0.5 * t),
    "Down first, then up": _hollow,
}


def shaped(shape: str, start: float, end: float, x_end: float) -> np.ndarray:
    """The points of a curve of `SHAPES`, ``(n, 2)``."""
    t = np.linspace(0, 1, _PLACES)
    way = SHAPES[shape](t)
    if way[0] == way[-1]:  # back to where it began: how deep it goes is half of the lower end
        low, ends = min(start, end) / 2, np.where(t < 0.25, start, end)
        return np.column_stack([t * x_end, low + (ends - low) * way])
    way = (way - way[0]) / (way[-1] - way[0])
    return np.column_stack([t * x_end, np.maximum(0.0, start + (end - start) * way)])


class Sketch(QObject):
    """Lies over the curves of a view, and takes strokes of the mouse while it is open.

    Parameters
    ----------
    view : HistoryView

    Signals
    -------
    drawn()
        The learner drew a stroke.

    Attributes
    ----------
    reach : tuple of float
        As of `Overlay`.
    """

    drawn = Signal()

    def __init__(self, view: HistoryView) -> None:
        super().__init__(view)
        self.reach = (0.0, 0.0)
        self._view, self._plot = view, view.plot
        self._curve = _Curve(view.plot)
        self._heights = np.full(_PLACES, np.nan)
        self._last: QPointF | None = None
        self._open = False

    # ------------------------------------------------------------------ what is drawn

    def begin(self, x_end: float, y_end: float) -> None:
        """Offer the axes up to here, with nothing drawn yet, and take strokes of the mouse."""
        self.reach = x_end, y_end
        self._show(np.full(_PLACES, np.nan))
        self._set_open(True)
        self._view.set_overlay(self)

    def show_points(self, points: Sequence[tuple[float, float]] | np.ndarray) -> None:
        """Show a curve that was given before, ``(n, 2)``; it cannot be changed any more."""
        points = np.asarray(points, float).reshape(-1, 2)
        self._set_open(False)
        if len(points):
            self.reach = float(points[:, 0].max()), float(1.05 * points[:, 1].max())
        self._curve.set_points(points[:, 0], points[:, 1])
        self._view.set_overlay(self)

    def take_shape(self, shape: str, start: float, end: float) -> None:
        """Draw one of `SHAPES` in place of what is there."""
        self._show(shaped(shape, start, end, self.reach[0])[:, 1])

    def clear(self) -> None:
        """Draw nothing, and leave the mouse to the plot."""
        self._set_open(False)
        self._curve.set_points(np.empty(0), np.empty(0))
        self._view.set_overlay(None)

    @property
    def points(self) -> np.ndarray:
        """The curve, ``(n, 2)``: iteration and cost; what was left out is bridged."""
        known = np.isfinite(self._heights)
        if not known.any():
            return np.empty((0, 2))
        first, last = np.flatnonzero(known)[[0, -1]]
        places = np.arange(first, last + 1)
        heights = np.interp(places, np.flatnonzero(known), self._heights[known])
        return np.column_stack([self._x[first : last + 1], heights])

    @property
    def covered(self) -> float:
        """The share of the axis that it covers."""
        return float(np.ptp(self.points[:, 0]) / self.reach[0]) if len(self.points) else 0.0

    @property
    def key(self) -> Key:
        """Its entry of the legend."""
        return line_key("your sketch", lambda: self._curve.pen)

    # ------------------------------------------------------------------ the mouse

    def take_mouse(self, event: QMouseEvent, at: QPointF) -> bool:
        """Take strokes of the left button in the plotting area."""
        area, left = self._plot.box.rect(), Qt.MouseButton.LeftButton
        if event.type() is QEvent.Type.MouseMove:
            if self._last is None:
                return False
            self._stroke(self._last, at)
            return True
        if event.button() is not left:
            return False
        if event.type() is QEvent.Type.MouseButtonRelease:
            was_drawing, self._last = self._last is not None, None
            if was_drawing:
                self.drawn.emit()
            return was_drawing
        if area.contains(at):
            self._stroke(at, at)
            return True
        return False

    def take_key(self, event: QKeyEvent) -> bool:
        """No key: those have fields beside the question."""
        return False

    def _stroke(self, start: QPointF, at: QPointF) -> None:
        """Give all places between the last point and this one their heights."""
        self._last = at
        (x0, y0), (x1, y1) = sorted([self._on_axes(start), self._on_axes(at)])
        heights = self._heights.copy()
        apart = self._x[1] / 2
        under = (self._x >= x0 - apart) & (self._x <= x1 + apart)
        heights[under] = np.interp(self._x[under], [x0, max(x1, x0 + 1e-12)], [y0, y1])
        self._show(heights)

    def _on_axes(self, at: QPointF) -> tuple[float, float]:
        place = self._plot.at_pixel(at.x(), at.y())
        _, high = self._plot.y_range
        high = 10**high if self._plot.log_y else high
        return place.x(), min(max(place.y(), 0.0), high)

    # ------------------------------------------------------------------ drawing

    @property
    def _x(self) -> np.ndarray:
        return np.linspace(0, max(self.reach[0], 1e-9), _PLACES)

    def _show(self, heights: np.ndarray) -> None:
        self._heights = heights
        self._curve.set_points(*self.points.T)

    def _set_open(self, is_open: bool) -> None:
        self._open = is_open
        self._curve.invited_to = self.reach[0] if is_open else 0.0
        self._last = None
        if is_open:
            self._plot.hand = self
            self._plot.viewport().setCursor(Qt.CursorShape.CrossCursor)
        elif self._plot.hand is self:
            self._plot.hand = None
            self._plot.viewport().unsetCursor()


class _Curve(Curve):
    """Drawn with dots, which neither train nor dev has: it is seen over both.

    Attributes
    ----------
    invited_to : float
        While nothing is drawn, a frame says where to draw, from 0 to here; 0 for no frame.
    """

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot, "accent", width=3.0, z=15)
        self.invited_to = 0.0

    @property
    def pen(self) -> QPen:
        pen = QPen(QColor(self.plot.theme.accent), 3.0)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([0.1, 1.8])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        return pen

    def _invite(self, painter: QPainter, area: QRectF) -> None:
        x, _ = self.plot.to_pixels(np.array([0.0, self.invited_to]), np.zeros(2))
        frame = QRectF(area).adjusted(0, 1, 0, -1)
        frame.setRight(min(float(x[1]), area.right() - 1))
        painter.setPen(QPen(QColor(self.plot.theme.accent), 1.0, Qt.PenStyle.DashLine))
        painter.drawRect(frame)
        painter.setFont(self.plot.font())
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "Draw here")

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not len(self.x) and self.invited_to:
            self._invite(painter, area)
            return
        if len(self.x) == 1:  # the first touch
            x, y = self.plot.to_pixels(self.x, self.y)
            painter.setPen(self.pen)
            painter.drawPoint(QPointF(float(x[0]), float(y[0])))
            return
        super().draw(painter, area)
