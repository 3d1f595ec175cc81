"""Legend: what is drawn how, in a row above the plot where it hides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsSceneResizeEvent

from playground.dataclass import dataclass
from playground.gui.plotting.plot_part import PlotPart
from playground.gui.theme import Theme

_SAMPLE = 26.0  # pixels of a line
_SYMBOL = 12.0  # pixels of a symbol
_GAP = 6.0  # between sample and words
_APART = 14.0  # between two entries
_ROWS = 2  # at most


@dataclass(frozen=True)
class Key:
    """One entry: words, and a function that paints the sample before them into a rectangle."""

    text: str
    paint: Callable[[QPainter, QRectF], None] | None = None
    wide: bool = False


def line_key(text: str, pen: Callable[[], QPen]) -> Key:
    """The entry of a curve that is drawn with `pen`."""

    def paint(painter: QPainter, box: QRectF) -> None:
        drawn = QPen(pen())
        drawn.setWidthF(max(1.5, drawn.widthF()))
        painter.setPen(drawn)
        y = round(box.center().y()) + 0.5
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

    return Key(text, paint, wide=True)


class Legend(PlotPart):
    """A row of keys, a second row where one is too short; what does not fit is counted."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__(theme, font)
        self._keys: tuple[Key, ...] = ()
        self._note = ""
        self._rows = 0
        self._taken = 0.0

    @property
    def texts(self) -> list[str]:
        """The words of all entries and the note."""
        return [key.text for key in self._keys] + ([self._note] if self._note else [])

    def set_keys(self, keys: list[Key], note: str = "") -> None:
        """Show these entries, and a note behind them."""
        self._keys, self._note = tuple(keys), note
        self._arrange()

    def leave_free(self, width: float) -> None:
        """Leave so many pixels at the right of the first row to others."""
        self._taken = width
        self._arrange()

    def resizeEvent(self, event: QGraphicsSceneResizeEvent) -> None:
        """Arrange the entries anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        rows = 1 + max((row for row, *_ in self._places()), default=-1)
        if rows != self._rows:
            self._rows = rows
            self.updateGeometry()
        self.update()

    def _places(self) -> list[tuple[int, float, Key]]:
        """Row, left edge and key of all that fits, the note as a key without a sample."""
        keys = [*self._keys, Key(self._note)] if self._note else list(self._keys)
        whole = max(80.0, self.size().width())
        room = max(80.0, whole - self._taken)
        places: list[tuple[int, float, Key]] = []
        row, left = 0, 0.0
        for number, key in enumerate(keys):
            width = self._width(key)
            if left and left + width > room:
                if row + 1 == _ROWS:
                    more = Key(f"+ {len(keys) - number}")
                    while places and left + self._width(more) > room and places[-1][0] == row:
                        left = places.pop()[1]
                        number -= 1
                        more = Key(f"+ {len(keys) - number}")
                    return [*places, (row, left, more)]
                row, left, room = row + 1, 0.0, whole
            places.append((row, left, key))
            left += width + _APART
        return places

    def _width(self, key: Key) -> float:
        sample = (_SAMPLE if key.wide else _SYMBOL) + _GAP if key.paint else 0.0
        return sample + self._metrics.horizontalAdvance(key.text)

    def sizeHint(self, which: Qt.SizeHint, constraint: QSizeF = QSizeF()) -> QSizeF:  # noqa: B008
        """As high as the rows."""
        height = self._rows * (self._metrics.height() + 4) + 4 if self._rows else 0.0
        return QSizeF(1e6 if which is Qt.SizeHint.MaximumSize else 0, height)

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        """Draw the entries."""
        self._begin(painter)
        line = self._metrics.height()
        room = self.size().width()
        for row, left, key in self._places():
            top = row * (line + 4)
            if key.paint is not None:
                width = _SAMPLE if key.wide else _SYMBOL
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
                key.paint(painter, QRectF(left, top, width, line))
                left += width + _GAP
            painter.setPen(QColor(self._theme.muted))
            text = self._metrics.elidedText(key.text, Qt.TextElideMode.ElideRight, room - left)
            painter.drawText(QPointF(left, top + self._metrics.ascent()), text)
