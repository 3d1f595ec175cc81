"""What each way to draw initial weights makes of a signal: two charts and a line of words each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from playground.experiment.studies.initialization import InitializationReport, SchemeSignals
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.colours import translucent
from playground.gui.plotting.words import TOP, WRAPPED, write, write_sentence
from playground.gui.theme import Theme
from playground.gui.theme.fonts import small_font
from playground.gui.views.layers.table import decades, power

_MARGIN, _GAP = 12, 18  # pixels
_CHART = 150  # pixels of height, its title and the numbers below it included
_AXIS = 40  # pixels for the numbers at the left
_KEY = 20  # pixels of a line in the legend
_NARROWEST = 360
_NOTHING = "What each way to draw weights does to the signal will appear here."
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)


class LabCanvas(Canvas):
    """The report of a laboratory, painted.

    Attributes
    ----------
    theme : Theme
    report : InitializationReport or None
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.paint)
        self.theme = theme
        self.report: InitializationReport | None = None
        self.setMinimumWidth(_NARROWEST)
        self.resized.connect(self._fit)  # words may need more lines

    def show_report(self, report: InitializationReport | None) -> None:
        """Show what was found; None for nothing yet."""
        self.report = report
        self.setAccessibleDescription(self.summary())
        self._fit()
        self.update()

    def summary(self) -> str:
        """A sentence for each scheme."""
        if self.report is None:
            return _NOTHING
        return " ".join(f"{each.label}: {each.sentence}" for each in self.report.schemes)

    def curves(self) -> dict[str, Any]:
        """The median spreads of every scheme by layer."""
        if self.report is None:
            return {}
        curves = {}
        for each in self.report.schemes:
            for name, values in (("A_std", each.A_std[:, 1:]), ("dZ_std", each.dZ_std)):
                x = np.arange(1, values.shape[1] + 1, dtype=float)
                curves[f"{name}, {each.label}"] = x, np.median(values, axis=0)
        return curves

    @Slot()
    def _fit(self) -> None:
        height = int(self.paint(None, QRectF(0, 0, self.width(), 0)))
        if self.minimumHeight() != height:
            self.setMinimumHeight(height)

    # ------------------------------------------------------------------ painting

    def paint(self, painter: QPainter | None, area: QRectF) -> float:
        """The height it takes; where there is a painter, paint it into the top of `area`."""
        inside = area.adjusted(_MARGIN, 6, -_MARGIN, 0)
        if self.report is None:
            if painter is not None:
                write_sentence(painter, area, _NOTHING, self.theme)
            return 80
        schemes = self.report.schemes
        width = (inside.width() - _GAP) / 2
        if painter is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(small_font())
            left = QRectF(inside.left(), inside.top(), width, _CHART)
            right = left.translated(width + _GAP, 0)
            self._chart(painter, left, "Signal → std of A", [s.A_std for s in schemes], 0)
            self._chart(painter, right, "← Gradient, std of dZ", [s.dZ_std for s in schemes], 1)
        below = inside.adjusted(0, _CHART + 8, 0, 0)
        return self._words(painter, below, schemes) - area.top() + 8

    def _pen(self, place: int) -> QPen:
        color = QColor(self.theme.color(f"class {place + 1}"))
        style = _STYLES[place // len(self.theme.classes) % len(_STYLES)]
        return QPen(color, 2, style)

    def _chart(
        self, painter: QPainter, area: QRectF, title: str, spreads: list[np.ndarray], first: int
    ) -> None:
        """Spreads, ``(seeds, layers)`` each, against the layer; the layers count from `first`."""
        theme, line = self.theme, QFontMetrics(small_font()).height()
        box = area.adjusted(_AXIS, line + 4, -4, -line - 4)
        runs = [_runs(values) for values in spreads]
        drawn = [v[:, run].ravel() for v, each in zip(spreads, runs) for run in each]
        low, high = decades(*drawn) if drawn else (-1.0, 0.0)
        write(painter, area, title, theme.text, TOP)
        count = spreads[0].shape[1]

        def x(place: float) -> float:
            return box.left() + box.width() * place / max(1, count - 1)

        def y(value: float) -> float:
            return box.bottom() - box.height() * (np.log10(value) - low) / (high - low)

        step = max(1, int(np.ceil((high - low) * line / box.height() * 1.3)))
        for exponent in range(int(low), int(high) + 1, step):
            at = y(10.0**exponent)
            painter.setPen(QPen(QColor(theme.grid), 1))
            painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at))
            painter.setPen(QColor(theme.muted))
            label = QRectF(area.left(), at - line / 2, _AXIS - 6, line)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight, power(exponent))
        self._layers(painter, box, count, first)
        for place, places in ((k, run) for k, each in enumerate(runs) for run in each):
            values = spreads[place]
            band = [(x(k), y(values[:, k].max())) for k in places]
            band += [(x(k), y(values[:, k].min())) for k in places[::-1]]
            pen = self._pen(place)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(translucent(pen.color(), 0.18))
            painter.drawPolygon(QPolygonF([QPointF(*point) for point in band]))
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            middle = [QPointF(x(k), y(np.median(values[:, k]))) for k in places]
            painter.drawPolyline(QPolygonF(middle))

    def _layers(self, painter: QPainter, box: QRectF, count: int, first: int) -> None:
        """The numbers of the layers below a chart; 0 is the input."""
        metrics = QFontMetrics(small_font())
        wide = metrics.horizontalAdvance("00") + 8
        every = max(1, int(np.ceil(count * wide / box.width())))
        painter.setPen(QColor(self.theme.muted))
        for place in range(0, count, every):
            at = box.left() + box.width() * place / max(1, count - 1)
            label = QRectF(at - wide, box.bottom() + 3, 2 * wide, metrics.height())
            painter.drawText(label, Qt.AlignmentFlag.AlignHCenter, f"{place + first}")

    def _words(
        self, painter: QPainter | None, area: QRectF, schemes: Sequence[SchemeSignals]
    ) -> float:
        """A line of its colour, its name and a sentence for each scheme; where they end."""
        metrics, top = QFontMetrics(small_font()), area.top()
        named = max(metrics.horizontalAdvance(each.label) for each in schemes) + 10
        for place, each in enumerate(schemes):
            left = area.left() + _KEY + 6
            room = QRectF(left + named, top, area.right() - left - named, 1000)
            height = metrics.boundingRect(room.toRect(), WRAPPED, each.sentence).height()
            if painter is not None:
                middle = top + metrics.height() / 2
                painter.setPen(self._pen(place))
                painter.drawLine(QPointF(area.left(), middle), QPointF(area.left() + _KEY, middle))
                label = QRectF(left, top, named, metrics.height())
                write(painter, label, each.label, self.theme.text, TOP)
                write(painter, room, each.sentence, self.theme.muted, WRAPPED)
            top += max(height, metrics.height()) + 4
        return top


def _runs(values: np.ndarray) -> list[np.ndarray]:
    """The stretches of layers, of two at least, whose spreads have a place on such an axis.

    A spread of 0 has none; what is known only by itself is mostly the rounding of a constant.
    """
    known = np.flatnonzero((np.isfinite(values) & (values > 0)).all(axis=0))
    runs = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1)
    return [run for run in runs if len(run) > 1]
