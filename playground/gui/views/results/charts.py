"""The pictures of results: a confusion matrix with its ROC curve, or predicted against true."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from playground.experiment.results import ClassResults, RegressionResults
from playground.experiment.wording import measured
from playground.gui.theme import Theme
from playground.gui.theme.fonts import small_font

_LABELS = 84  # pixels for the names of classes at the left of a matrix
_MOST_POINTS = 2_000


class Matrix:
    """A confusion matrix with counts and the shares of each row.

    Attributes
    ----------
    cells : dict of (int, int) to QRectF
        Where each was painted last: true class, predicted class.
    """

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], QRectF] = {}

    def paint(
        self,
        painter: QPainter,
        area: QRectF,
        counts: np.ndarray,
        names: tuple[str, ...],
        theme: Theme,
        chosen: tuple[int, int] | None = None,
    ) -> None:
        """Paint counts, ``(K, K)``, the true class in the row, into `area`."""
        n = len(names)
        painter.setFont(small_font())
        box = area.adjusted(_LABELS, 34, -4, -4)
        side_x, side_y = box.width() / n, box.height() / n
        totals = counts.sum(axis=1)
        painter.setPen(QColor(theme.muted))
        painter.drawText(
            QRectF(box.left(), area.top(), box.width(), 16),
            Qt.AlignmentFlag.AlignCenter,
            "Predicted",
        )
        painter.drawText(QRectF(area.left(), area.top() + 16, _LABELS, 16), 0, "True")
        self.cells = {}
        metrics = painter.fontMetrics()
        for k, name in enumerate(names):
            painter.setPen(QColor(theme.text))
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(side_x) - 4)
            head = QRectF(box.left() + k * side_x, area.top() + 16, side_x, 18)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, short)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _LABELS - 8)
            left = QRectF(area.left(), box.top() + k * side_y, _LABELS - 6, side_y)
            painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, short)
        for row in range(n):
            for column in range(n):
                cell = QRectF(
                    box.left() + column * side_x, box.top() + row * side_y, side_x - 2, side_y - 2
                )
                self.cells[row, column] = cell
                share = counts[row, column] / totals[row] if totals[row] else 0.0
                color = QColor(theme.good if row == column else theme.danger)
                color.setAlphaF(0.08 + 0.6 * share)
                painter.fillRect(cell, color)
                if (row, column) == chosen:
                    painter.setPen(QPen(QColor(theme.accent), 2))
                    painter.drawRect(cell.adjusted(1, 1, -1, -1))
                words = f"{counts[row, column]:,}"
                if side_y > 34 and side_x > 52 and totals[row]:
                    words += f"\n{100 * share:.3g} %"
                if side_x > 16:
                    painter.setPen(QColor(theme.text))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, words)


def paint_roc(
    painter: QPainter, area: QRectF, found: ClassResults, at: float, theme: Theme
) -> None:
    """The ROC curve of two classes, and where the threshold stands on it."""
    curve = found.curve()
    painter.setFont(small_font())
    painter.setPen(QColor(theme.muted))
    words = f"ROC, area {measured(found.auc)}" if np.isfinite(found.auc) else "ROC: one class only"
    painter.drawText(area, Qt.AlignmentFlag.AlignTop, words)
    box = area.adjusted(4, 20, -4, -18)
    side = min(box.width(), box.height())
    box = QRectF(box.left(), box.top(), side, side)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.drawRect(box)
    painter.drawLine(box.bottomLeft(), box.topRight())
    if not np.isfinite(found.auc):
        return

    def place(false: float, true: float) -> QPointF:
        return QPointF(box.left() + false * side, box.bottom() - true * side)

    points = zip(curve.false_positive_rate, curve.true_positive_rate)
    painter.setPen(QPen(QColor(theme.dev), 2))
    painter.drawPolyline(QPolygonF([place(*point) for point in points]))
    here = int(np.searchsorted(-curve.thresholds, -at, side="right")) - 1
    painter.setBrush(QColor(theme.accent))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(
        place(curve.false_positive_rate[here], curve.true_positive_rate[here]), 4, 4
    )
    painter.setPen(QColor(theme.muted))
    under = QRectF(box.left(), box.bottom() + 2, area.right() - box.left(), 16)
    painter.drawText(under, 0, "false alarms →, hits ↑")


def paint_scatter(
    painter: QPainter, area: QRectF, found: RegressionResults, theme: Theme, chosen: int | None
) -> None:
    """Predicted against true, with the line of being right."""
    painter.setFont(small_font())
    box = area.adjusted(56, 8, -12, -34)
    truth, predicted = found.truth, found.predicted
    both = np.concatenate([truth, predicted[np.isfinite(predicted)]])
    if not both.size:
        return
    low, high = float(both.min()), float(both.max())
    span = (high - low) or 1.0

    def place(true: float, guess: float) -> QPointF:
        x, y = (true - low) / span, (guess - low) / span
        return QPointF(box.left() + x * box.width(), box.bottom() - y * box.height())

    painter.setPen(QPen(QColor(theme.border), 1))
    painter.drawRect(box)
    painter.drawLine(place(low, low), place(high, high))
    painter.setPen(QColor(theme.muted))
    flags = Qt.AlignmentFlag.AlignRight
    for value in (low, high):
        y = place(value, value).y()
        painter.drawText(QRectF(area.left(), y - 8, 50, 16), flags, measured(value))
        x = min(place(value, value).x(), box.right() - 20)
        painter.drawText(QRectF(x - 20, box.bottom() + 2, 60, 16), 0, measured(value))
    painter.drawText(
        QRectF(box.left(), box.bottom() + 16, box.width(), 16), 4, "true →, predicted ↑"
    )
    dot = QColor(theme.dev)
    dot.setAlphaF(0.6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(dot)
    for index in range(0, len(truth), -(-len(truth) // _MOST_POINTS)):
        if np.isfinite(predicted[index]):
            painter.drawEllipse(place(truth[index], predicted[index]), 3, 3)
    if chosen is not None and np.isfinite(predicted[chosen]):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawEllipse(place(truth[chosen], predicted[chosen]), 7, 7)
