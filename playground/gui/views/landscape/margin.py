"""Margins: the cost along an axis of the plane, drawn beside the map as long as that axis."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.experiment.landscape.profile import Profile
from playground.experiment.wording import told_apart
from playground.gui.libraries.graphs import arrayToQPath
from playground.gui.plotting.plot import Plot
from playground.gui.plotting.plot_part import PlotPart

_THICK, _AWAY = 72.0, 8.0  # pixels of a margin, and between it and the map
_NUMBERS = 80.0  # pixels left of a margin, for its lowest and highest cost
_STEEP = 5.0  # times the median above the lowest: what is higher leaves the margin

Scale = tuple[float, float]


def scale_of(found: tuple[Profile, ...], start: float) -> Scale:
    """The lowest and the highest cost of profiles that is worth showing, the same for all.

    `start` is the cost where the path began, which is worth showing if it is among them.
    """
    values = np.concatenate([line for profile in found for line in profile.lines])
    values = values[np.isfinite(values)]
    if not values.size:
        return 0.0, 1.0
    low, median, high = float(values.min()), float(np.median(values)), float(values.max())
    if median > low:
        high = min(high, max(low + _STEEP * (median - low), start))
    return low, high if high > low else low + 1.0


class Margin(PlotPart):
    """A profile beside its axis: the train cost as a line, the dev cost dashed.

    Parameters
    ----------
    plot : Plot
    vertical : bool
        Whether it stands at the right of the plotting area, or lies above it.
    """

    def __init__(self, plot: Plot, vertical: bool) -> None:
        super().__init__(plot.theme, plot.font())
        self._plot, self._vertical = plot, vertical
        self._profile: Profile | None = None
        self._scale: Scale = (0.0, 1.0)
        self._at = 0.0
        plot.put_along(self, vertical)
        plot.box.sigRangeChanged.connect(self._on_range)

    def show_profile(
        self, profile: Profile | None, scale: Scale = (0.0, 1.0), at: float = 0.0
    ) -> None:
        """Draw a profile on a scale of costs, and a dot at a place along it; None for none."""
        was, self._profile = self._profile, profile
        self._scale, self._at = scale, at
        if (was is None) != (profile is None):
            self.updateGeometry()
        self.update()

    def _on_range(self, *_: object) -> None:
        self.update()

    def sizeHint(self, which: Qt.SizeHint, constraint: QSizeF = QSizeF()) -> QSizeF:  # noqa: B008
        """As long as there is room; of no thickness without a profile."""
        thick = 0.0 if self._profile is None else _THICK
        long = 1e6 if which is Qt.SizeHint.MaximumSize else 0.0
        return QSizeF(thick, long) if self._vertical else QSizeF(long, thick)

    def boundingRect(self) -> QRectF:
        """With the room of the numbers beside it."""
        return self.rect().adjusted(-_NUMBERS, 0, 0, 0)

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        """Draw the profile, and the costs between which it lies."""
        if self._profile is None:
            return
        theme, rect = self._plot.theme, self.rect()
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(QColor(theme.grid), 1))
        end = rect.topLeft() if self._vertical else rect.bottomRight()
        away = QPointF(_AWAY, 0) if self._vertical else QPointF(0, -_AWAY)
        painter.drawLine(rect.bottomLeft() + away, end + away)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        styles = (theme.train, Qt.PenStyle.SolidLine), (theme.dev, Qt.PenStyle.DashLine)
        for line, (color, style) in zip(self._profile.lines, styles):
            painter.setPen(QPen(QColor(color), 1.8, style))
            x, y = self._pixels(self._profile.along, line)
            painter.drawPath(arrayToQPath(x, y, connect="finite"))
        here = float(np.interp(self._at, self._profile.along, self._profile.costs))
        (x,), (y,) = self._pixels(np.array([self._at]), np.array([here]))
        if np.isfinite(x + y):
            painter.setPen(QPen(QColor(theme.panel), 1.5))
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(QPointF(x, y), 5, 5)
        painter.restore()
        self._paint_numbers(painter, rect)

    def _pixels(self, along: np.ndarray, costs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        low, high = self._scale
        room = _THICK - _AWAY - 8
        height = np.clip((costs - low) / (high - low), -1, 10) * room + _AWAY
        if self._vertical:
            return height, self._plot.to_pixels(along, along)[1]
        return self._plot.to_pixels(along, along)[0], self.rect().height() - height

    def _paint_numbers(self, painter: QPainter, rect: QRectF) -> None:
        """The costs at foot and top: once, since both margins have the same."""
        if self._vertical:
            return
        metrics = self._metrics
        painter.setFont(self.font())
        painter.setPen(QColor(self._plot.theme.muted))
        low, high = told_apart(self._scale, 3)
        line = metrics.height()
        edge, left = self.mapFromScene(QPointF()).x(), rect.left() - _AWAY
        for text, baseline in ((high, rect.top() + line), (low, rect.bottom() - _AWAY - 3)):
            x = max(edge, left - metrics.horizontalAdvance(text))
            painter.drawText(QPointF(x, baseline), text)
