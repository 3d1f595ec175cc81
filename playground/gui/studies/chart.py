"""What the views of a study share: their base, bands, dots, names at the ends of curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from playground.dataclass import dataclass
from playground.gui.plotting.chart import Chart, DetachedView
from playground.gui.plotting.layer import Layer
from playground.gui.plotting.layers.labels import EndLabel, EndLabels
from playground.gui.plotting.plot import Plot

if TYPE_CHECKING:
    from playground.gui.studies.scene import Scene

_FAINT = 0.16  # opacity of a band
_CORNERS = 200  # of a band on the screen


class StudyView(DetachedView):
    """Base of what draws a study: takes a `Scene`."""

    def context(self) -> str:
        """Which study it is."""
        return "" if self.frame is None else self.frame.study.title


class StudyChart(StudyView, Chart):
    """Base of the plots of a study."""

    @property
    def scene(self) -> Scene:
        """What is drawn, where something is."""
        return self.frame

    @property
    def error_factor(self) -> float:
        """What an error is multiplied by to be drawn: a share of the examples is a percentage."""
        return 1.0 if self.scene.result.task == "regression" else 100.0


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
