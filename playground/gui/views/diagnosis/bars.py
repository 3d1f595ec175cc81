"""Avoidable bias and variance as bars against the tolerance."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.experiment.diagnosis import Diagnosis
from playground.experiment.wording import percent
from playground.gui.plotting.canvas import Canvas
from playground.gui.plotting.words import RIGHT, write
from playground.gui.theme import Theme

ROW = 24  # pixels a bar
_CAPTION = 104  # pixels of its name, at least
_NUMBER = 64  # and of its number


class Bars(Canvas):
    """Two bars from 0, the tolerance as a line across both."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.paint, "Bars of avoidable bias and variance")
        self.theme = theme
        self._diagnosis: Diagnosis | None = None
        self.setFixedHeight(2 * ROW)

    def show_diagnosis(self, judged: Diagnosis | None) -> None:
        if judged != self._diagnosis:
            self._diagnosis = judged
            self.update()

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        judged = self._diagnosis
        if judged is None:
            return
        rows = (
            ("Avoidable bias", judged.avoidable_bias, judged.high_bias),
            ("Variance", judged.variance, judged.high_variance),
        )
        values = [value for _, value, _ in rows if math.isfinite(value)]
        # A scale that moves in steps: bars that grow, not a ruler that shrinks.
        scale = _next_scale(max([0.0, 2 * judged.tolerance, *values]))
        advance = painter.fontMetrics().horizontalAdvance
        name, number = max(_CAPTION, advance(rows[0][0]) + 8), max(_NUMBER, advance("−100.00 %"))
        width = rect.width() - name - number
        track = QRectF(rect.left() + name, rect.top(), width, 2 * ROW)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, (caption, value, high) in enumerate(rows):
            top = rect.top() + row * ROW
            write(painter, QRectF(rect.left(), top, name, ROW), caption, self.theme.muted)
            bar = QRectF(track.left(), top + 6, track.width(), ROW - 12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.grid))
            painter.drawRoundedRect(bar, 3, 3)
            if math.isfinite(value) and value > 0:
                painter.setBrush(QColor(self.theme.danger if high else self.theme.good))
                bar.setWidth(max(3.0, bar.width() * min(1.0, value / scale)))
                painter.drawRoundedRect(bar, 3, 3)
            place = QRectF(track.right(), top, number, ROW)
            write(painter, place, percent(value), self.theme.text, RIGHT)  # as the sentence says
        at = track.left() + track.width() * judged.tolerance / scale
        painter.setPen(QPen(QColor(self.theme.text), 1, Qt.PenStyle.DashLine))
        x, y = round(at), round(rect.top())
        painter.drawLine(x, y + 2, x, y + 2 * ROW - 2)


def _next_scale(value: float) -> float:
    """The first of 1, 2, 5, 10, 20, 50 and 100 per cent (and so on) that holds `value`."""
    scale = 0.01
    for factor in (2, 2.5, 2) * 8:
        if scale >= value:
            break
        scale *= factor
    return scale
