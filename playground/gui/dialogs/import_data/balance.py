"""How the labels are spread: a bar for each class, or a histogram of quantities."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme as themes
from playground.gui.dialogs.import_data.spread import LabelSpread
from playground.gui.plotting.symbols import outline, shape_of
from playground.gui.theme.numbers import number_text
from playground.gui.theme.tooltips import plain_tip

_MOST_CLASSES = 6
_HISTOGRAM_HEIGHT = 56
_SYMBOL = 9.0  # pixels


class LabelBalance(QWidget):
    """Draws how many examples each class has, in the colours and shapes of the plots."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_spread(None)

    def show_spread(self, spread: LabelSpread | None) -> None:
        """Show how labels are spread; None shows nothing."""
        self._spread = spread
        self.setAccessibleName(spread.words if spread is not None else "No labels yet")
        self.setToolTip(plain_tip("\n".join(spread.lines) if spread is not None else ""))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        if self._spread is None:
            return QSize(200, 0)
        if not self._spread.classes:
            return QSize(200, _HISTOGRAM_HEIGHT + line + 4)
        count = len(self._spread.classes)
        return QSize(200, min(count, _MOST_CLASSES) * (line + 10) + (count > _MOST_CLASSES) * line)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._spread is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._spread.classes:
            self._paint_classes(painter, self._spread.classes)
        else:
            self._paint_histogram(painter, self._spread)

    def _paint_classes(self, painter: QPainter, classes: list[tuple[str, int]]) -> None:
        theme, metrics = themes.shown_theme(self), self.fontMetrics()
        line, width = metrics.height(), self.width()
        most = max(count for _, count in classes)
        for place, (name, count) in enumerate(classes[:_MOST_CLASSES]):
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
            painter.save()
            painter.translate(6, top + line / 2)
            painter.drawPath(outline(shape_of(place), _SYMBOL))
            painter.restore()
        if more := classes[_MOST_CLASSES:]:
            painter.setPen(QColor(theme.muted))
            least = min(count for _, count in more)
            words = f"and {len(more):,} more with {least:,} or more examples each"
            top = _MOST_CLASSES * (line + 10)
            painter.drawText(
                QRectF(18, top, width - 18, line),
                metrics.elidedText(words, Qt.TextElideMode.ElideRight, width - 18),
            )

    def _paint_histogram(self, painter: QPainter, spread: LabelSpread) -> None:
        theme, line = themes.shown_theme(self), self.fontMetrics().height()
        bins = spread.bins
        step = self.width() / len(bins)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.train))
        for place, count in enumerate(bins):
            height = max(_HISTOGRAM_HEIGHT * count / bins.max(), 1 if count else 0)
            bar = QRectF(place * step + 0.5, _HISTOGRAM_HEIGHT - height, step - 1, height)
            painter.drawRoundedRect(bar, 1, 1)
        painter.setPen(QColor(theme.muted))
        below = QRectF(0, _HISTOGRAM_HEIGHT + 4, self.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, number_text(spread.low))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, number_text(spread.high))
