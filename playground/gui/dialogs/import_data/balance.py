"""How the labels are spread: a bar for each class, or a histogram of quantities."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.data.datasets import Dataset
from playground.gui import theme as themes
from playground.gui.numbers import number_text
from playground.gui.views.symbols import outline, shape_of

_MOST_CLASSES = 6
_BINS = 24
_HISTOGRAM_HEIGHT = 56
_SYMBOL = 9.0  # pixels


class LabelBalance(QWidget):
    """Draws how many examples each class has, in the colours and shapes of the plots."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._classes: list[tuple[str, int]] = []
        self._m = 0
        self._bins = np.empty(0)
        self._ends = (0.0, 0.0)
        self.show_dataset(None)

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Show the labels of a dataset; None shows nothing."""
        self._classes, self._bins = [], np.empty(0)
        if dataset is not None:
            self._m = dataset.m
            if dataset.class_names:
                counts = dataset.class_counts.tolist()
                self._classes = list(zip(dataset.class_names, counts))
            else:
                self._bins, edges = np.histogram(dataset.Y[0], _BINS)
                self._ends = float(edges[0]), float(edges[-1])
        self.setAccessibleName(self.words)
        self.setToolTip("\n".join(self._lines()))
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """The same in words."""
        if len(self._bins):
            return f"Labels from {number_text(self._ends[0])} to {number_text(self._ends[1])}"
        return "Classes: " + ", ".join(self._lines()) if self._classes else "No labels yet"

    def _lines(self) -> list[str]:
        return [f"{name} {count:,} ({count / self._m:.0%})" for name, count in self._classes]

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        if len(self._bins):
            return QSize(200, _HISTOGRAM_HEIGHT + line + 4)
        more = len(self._classes) > _MOST_CLASSES
        return QSize(200, min(len(self._classes), _MOST_CLASSES) * (line + 10) + more * line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(self._bins):
            self._paint_histogram(painter)
        else:
            self._paint_classes(painter)

    def _paint_classes(self, painter: QPainter) -> None:
        theme, metrics = themes.shown_theme(self), self.fontMetrics()
        line, width = metrics.height(), self.width()
        most = max((count for _, count in self._classes), default=1)
        for place, (name, count) in enumerate(self._classes[:_MOST_CLASSES]):
            top = place * (line + 10)
            number = f"{count:,}"
            right = metrics.horizontalAdvance(number)
            painter.setPen(QColor(theme.text))
            box = QRectF(18, top, width - 18 - right - 8, line)
            words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            painter.setPen(QColor(theme.muted))
            painter.drawText(QRectF(width - right, top, right, line), number)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.color(f"class {place + 1}")))
            painter.drawRoundedRect(
                QRectF(18, top + line + 1, (width - 18) * count / most, 3), 1, 1
            )
            painter.translate(6, top + line / 2)
            painter.drawPath(outline(shape_of(place), _SYMBOL))
            painter.resetTransform()
        if more := self._classes[_MOST_CLASSES:]:
            painter.setPen(QColor(theme.muted))
            least = min(count for _, count in more)
            words = f"and {len(more):,} more with {least:,} or more examples each"
            top = _MOST_CLASSES * (line + 10)
            painter.drawText(
                QRectF(18, top, width - 18, line),
                metrics.elidedText(words, Qt.TextElideMode.ElideRight, width - 18),
            )

    def _paint_histogram(self, painter: QPainter) -> None:
        theme, line = themes.shown_theme(self), self.fontMetrics().height()
        step = self.width() / _BINS
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.train))
        for place, count in enumerate(self._bins):
            height = max(_HISTOGRAM_HEIGHT * count / self._bins.max(), 1 if count else 0)
            bar = QRectF(place * step + 0.5, _HISTOGRAM_HEIGHT - height, step - 1, height)
            painter.drawRoundedRect(bar, 1, 1)
        painter.setPen(QColor(theme.muted))
        below = QRectF(0, _HISTOGRAM_HEIGHT + 4, self.width(), line)
        low, high = map(number_text, self._ends)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, high)
