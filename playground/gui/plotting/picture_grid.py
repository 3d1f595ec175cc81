"""PictureGrid: small pictures in rows below a heading, as many as there is room for."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from playground.dataclass import dataclass
from playground.gui.theme import Theme

_GAP = 6.0  # pixels between two pictures
_LEAST, _MOST = 28.0, 72.0  # pixels of a picture's side


@dataclass(frozen=True)
class Tile:
    """A picture with what stands below it and what a person learns who points at it."""

    image: QImage
    caption: str = ""
    tip: str = ""


class PictureGrid:
    """Lays tiles out in a rectangle, paints them, and knows which lies where.

    Attributes
    ----------
    heading : str
    tiles : sequence of Tile
    shown : list of (QRectF, Tile)
        Where the tiles were painted last.
    """

    def __init__(self) -> None:
        self.heading = ""
        self.tiles: Sequence[Tile] = ()
        self.shown: list[tuple[QRectF, Tile]] = []

    def height_needed(self, width: float, fonts: QFontMetricsF) -> float:
        """The height that shows all tiles at their largest."""
        columns = max(1, int((width + _GAP) / (_MOST + _GAP)))
        rows = math.ceil(len(self.tiles) / columns)
        return fonts.height() + _GAP + rows * (_MOST + self._below(fonts) + _GAP)

    def paint(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        """Paint heading and tiles into `area`; where room runs out, say how many are left."""
        fonts = QFontMetricsF(painter.font())
        painter.setPen(QColor(theme.text))
        line = QRectF(area.left(), area.top(), area.width(), fonts.height())
        self.shown = []
        room = area.adjusted(0, fonts.height() + _GAP, 0, 0)
        side, columns, rows = self._layout(room, fonts)
        pitch_x = self._across(side, fonts)
        most = columns * rows
        left = f" ({most:,} shown)" if len(self.tiles) > most else ""
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, self.heading + left)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        pitch = side + self._below(fonts) + _GAP
        for place, tile in enumerate(self.tiles[:most]):
            row, column = divmod(place, columns)
            corner = QPointF(room.left() + column * pitch_x, room.top() + row * pitch)
            box = QRectF(corner.x(), corner.y(), side, side)
            painter.drawImage(box, tile.image)
            painter.setPen(QColor(theme.border))
            painter.drawRect(box)
            painter.setPen(QColor(theme.text))
            words = QRectF(box.left(), box.bottom() + 1, pitch_x, fonts.height())
            text = fonts.elidedText(tile.caption, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft, text)
            self.shown.append((box, tile))

    def tile_at(self, point: QPointF) -> Tile | None:
        """The tile below a point."""
        return next((tile for box, tile in self.shown if box.contains(point)), None)

    def _across(self, side: float, fonts: QFontMetricsF) -> float:
        """From the left edge of one tile to that of the next: words are not to run together."""
        words = max((fonts.horizontalAdvance(tile.caption) for tile in self.tiles), default=0.0)
        return max(side, min(words, 2 * side)) + _GAP

    def _below(self, fonts: QFontMetricsF) -> float:
        return fonts.height() if any(tile.caption for tile in self.tiles) else 0.0

    def _layout(self, room: QRectF, fonts: QFontMetricsF) -> tuple[float, int, int]:
        """The largest side that shows all tiles, or the smallest one, with columns and rows."""
        side, below = _MOST, self._below(fonts)
        while True:
            columns = max(1, int((room.width() + _GAP) / self._across(side, fonts)))
            rows = max(0, int((room.height() + _GAP) / (side + below + _GAP)))
            if side <= _LEAST or columns * rows >= len(self.tiles):
                return side, columns, rows
            side = max(_LEAST, side - 4)
