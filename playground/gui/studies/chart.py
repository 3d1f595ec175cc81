"""Chart: what the plots of studies share: axes, a legend, ranges that follow what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from playground.gui.plotting.labels import EndLabel, EndLabels
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.legend import Key
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.plot_view import PlotView
from playground.gui.plotting.view import View

_FAINT = 0.16  # opacity of a band
_CORNERS = 200  # of a band on the screen


class StudyView(View):
    """Base of what draws a study: takes a `Scene`, or whatever a subclass says."""

    def _sum_up(self) -> None:
        # While a study runs, twenty sentences a second would help nobody.
        if self.frame is None or getattr(self.frame, "finished", True):
            self.setAccessibleDescription(self.summary())

    def context(self) -> str:
        """Which study it is."""
        result = getattr(self.frame, "result", None)
        return "" if result is None else result.study.title


class Chart(StudyView, PlotView):
    """A plot that fits itself to what it shows until somebody pans or zooms.

    A subclass draws in `_show`, gives the ranges in `_ranges`, and what stands under the cursor
    in `_rows_at`.
    """

    def _show(self) -> None:
        """Draw `frame`."""
        raise NotImplementedError

    def _ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What has to be seen, in the numbers `Plot.set_ranges` takes."""
        raise NotImplementedError

    def _layers(self) -> list[Layer]:
        """What is hidden while there is nothing to draw."""
        return []

    def _draw(self, frame: object | None) -> None:
        self._show_empty(frame is None)
        if frame is not None:
            self._show()
            self._arrange()

    def _show_empty(self, empty: bool) -> None:
        super()._show_empty(empty)
        for layer in self._layers():
            layer.setVisible(not empty)

    def _arrange(self) -> None:
        if not self._free:
            self.plot.set_ranges(*self._ranges())
        self._show_read_out()


class Fill(Layer):
    """The band around a curve: the middle half of the runs."""

    def __init__(self, plot: Plot, role: str) -> None:
        super().__init__(plot, z=2)
        self.role = role
        self.x = self.low = self.high = np.empty(0)

    def set_band(self, x: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        """Fill between `low` and `high`, ``(n,)`` each."""
        self.x, self.low, self.high = x, low, high
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        x, low = self.plot.to_pixels(self.x, self.low)
        _, high = self.plot.to_pixels(self.x, self.high)
        # What lies below a logarithmic axis lies at its foot.
        low = np.where(np.isnan(low) & np.isfinite(high), area.height(), low)
        known = np.flatnonzero(np.isfinite(low) & np.isfinite(high))
        if known.size < 2:
            return
        color = QColor(self.plot.theme.color(self.role))
        color.setAlphaF(_FAINT)
        # So faint an edge needs no smoothing, which would cost more than all else in the plot.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self.plot.is_picture)
        for run in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
            if len(run) > _CORNERS and not self.plot.is_picture:
                run = run[np.linspace(0, len(run) - 1, _CORNERS).astype(int)]
            around = np.concatenate([run, run[::-1]])
            y = np.clip(np.concatenate([low[run], high[run[::-1]]]), -1e4, 1e4)
            path = QPainterPath()
            corners = list(zip(x[around].tolist(), y.tolist()))
            path.moveTo(*corners[0])
            for corner in corners[1:]:
                path.lineTo(*corner)
            painter.fillPath(path, color)


class Dots(Layer):
    """Points of a curve that stand for something measured, not for a place on the way."""

    def __init__(self, plot: Plot, role: str, hollow: bool) -> None:
        super().__init__(plot, z=20)
        self.role = role
        self._hollow = hollow
        self.x = self.y = np.empty(0)

    def set_points(self, x: np.ndarray, y: np.ndarray) -> None:
        """Draw these points, ``(n,)`` each."""
        self.x, self.y = x, y
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        color = QColor(self.plot.theme.color(self.role))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(color, 1.6))
        painter.setBrush(QColor(self.plot.theme.panel) if self._hollow else color)
        for x, y in zip(*self.plot.to_pixels(self.x, self.y)):
            if np.isfinite(x) and np.isfinite(y):
                painter.drawEllipse(QPointF(x, y), 3.5, 3.5)


@dataclass(frozen=True)
class NamedEnd(EndLabel):
    """A name at the end of a curve, with a dot in the curve's own colour."""

    dot: str = "text"


class NamedEnds(EndLabels):
    """The names of curves where they end: legible in any colour of curve."""

    def _draw_dot(self, painter: QPainter, label: NamedEnd) -> None:
        super()._draw_dot(painter, EndLabel(label.x, label.y, label.text, label.dot))


def role_of(index: int) -> str:
    """The colour role of a variation by its place among them."""
    return f"class {index % 8 + 1}"


def fill_key(text: str, layer: Fill) -> Key:
    """The entry of a band in a legend."""

    def paint(painter: QPainter, box: QRectF) -> None:
        color = QColor(layer.plot.theme.color(layer.role))
        color.setAlphaF(2 * _FAINT)
        painter.fillRect(box.adjusted(0, 4, 0, -4), color)

    return Key(text, paint, wide=True)
