"""A confusion matrix, whose cells can be chosen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.gui.plotting.colours import translucent
from playground.gui.plotting.words import CENTRE, TOP, write
from playground.gui.theme import Theme
from playground.gui.theme.fonts import small_font

_LABELS = 84  # pixels for the names of classes at the left of a matrix


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
        above = QRectF(box.left(), area.top(), box.width(), 16)
        write(painter, above, "Predicted", theme.muted, CENTRE)
        write(painter, QRectF(area.left(), area.top() + 16, _LABELS, 16), "True", theme.muted, TOP)
        self.cells = {}
        metrics = painter.fontMetrics()
        for k, name in enumerate(names):
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(side_x) - 4)
            head = QRectF(box.left() + k * side_x, area.top() + 16, side_x, 18)
            write(painter, head, short, theme.text, CENTRE)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _LABELS - 8)
            left = QRectF(area.left(), box.top() + k * side_y, _LABELS - 6, side_y)
            write(painter, left, short, theme.text)
        for row in range(n):
            for column in range(n):
                cell = QRectF(
                    box.left() + column * side_x, box.top() + row * side_y, side_x - 2, side_y - 2
                )
                self.cells[row, column] = cell
                share = counts[row, column] / totals[row] if totals[row] else 0.0
                color = theme.good if row == column else theme.danger
                painter.fillRect(cell, translucent(color, 0.08 + 0.6 * share))
                if (row, column) == chosen:
                    painter.setPen(QPen(QColor(theme.accent), 2))
                    painter.drawRect(cell.adjusted(1, 1, -1, -1))
                words = f"{counts[row, column]:,}"
                if side_y > 34 and side_x > 52 and totals[row]:
                    words += f"\n{100 * share:.3g} %"
                if side_x > 16:
                    write(painter, cell, words, theme.text, CENTRE)
