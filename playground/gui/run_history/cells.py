"""What stands in the cells of the table of past runs that hold more than a number."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.gui.controls.row_model import Index
from playground.gui.run_history.pictures import SIZE, picture_of
from playground.gui.run_history.table import COLOUR, RUN
from playground.gui.theme import shown_theme

_PADDING = 6  # pixels beside words, as the style has them in other cells
_LINES = 3  # of words in a row
_MOST_PICTURES = 200
_SWATCH = 18.0  # pixels of a curve's colour


class _Cell(QStyledItemDelegate):
    """A cell with the ground and the selection of all others, and something else on it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as the style does, then what is special."""
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        own.text = ""
        own.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration
        kind = QStyle.ControlElement.CE_ItemViewItem
        own.widget.style().drawControl(kind, own, painter, own.widget)
        painter.save()
        self._draw(painter, own, index)
        painter.restore()

    def _draw(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        raise NotImplementedError


class PictureCell(_Cell):
    """The small picture of a run; each is drawn once for the present colours."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures: OrderedDict[tuple, QPixmap] = OrderedDict()

    def _draw(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        run, theme = index.data(RUN), shown_theme(option.widget)
        key = run, theme, painter.device().devicePixelRatio()
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._pictures[key] = picture_of(*key)
            if len(self._pictures) > _MOST_PICTURES:
                self._pictures.popitem(last=False)
        place = QRect(option.rect.topLeft(), SIZE)
        place.moveCenter(option.rect.center())
        painter.drawPixmap(place.topLeft(), picture)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The picture and a little air."""
        return SIZE + QSize(2 * _PADDING, 6)


class WordsCell(_Cell):
    """The settings of a run, and below them, of less weight, what came of it."""

    def _draw(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, metrics = shown_theme(option.widget), QFontMetrics(option.font)
        area = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        settings, result = index.data(), index.data(RUN).sentence
        # Of a study the result says more than the settings its runs have in common.
        most = _LINES - (2 if index.data(RUN).is_study else 1) if result else _LINES
        first = wrapped(settings, metrics, area.width(), most)
        second = wrapped(result, metrics, area.width(), _LINES - len(first))
        lines = [(text, theme.text) for text in first] + [(text, theme.muted) for text in second]
        top = area.center().y() - len(lines) * metrics.height() / 2 + 1
        for text, color in lines:
            painter.setPen(QColor(color))
            painter.drawText(QPointF(area.left(), top + metrics.ascent()), text)
            top += metrics.height()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Some words beside one another; the column takes what room is left."""
        return QSize(QFontMetrics(option.font).averageCharWidth() * 30, SIZE.height())


class TickCell(_Cell):
    """A check box, and beside it the colour of the curve it shows."""

    def _draw(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        role = index.data(COLOUR)
        if not role:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(shown_theme(option.widget).color(role)), 4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        right, y = option.rect.right() - 8.0, option.rect.center().y() + 0.5
        painter.drawLine(QPointF(right - _SWATCH, y), QPointF(right, y))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for both."""
        return super().sizeHint(option, index) + QSize(int(_SWATCH) + 12, 0)


def wrapped(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """A text in at most so many lines of so many pixels, the last one cut where it must be."""
    words = text.split()
    lines: list[str] = []
    while words and len(lines) < most:
        taken = len(words)
        while taken > 1 and metrics.horizontalAdvance(" ".join(words[:taken])) > width:
            taken -= 1
        last = len(lines) == most - 1
        line = " ".join(words if last else words[:taken])
        lines.append(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width))
        words = [] if last else words[taken:]
    return lines
