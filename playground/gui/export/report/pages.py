"""Pages: a strip of things one below another, cut into sheets of A4 where nothing is cut in two."""

from __future__ import annotations

from collections.abc import Callable, Generator

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPageSize, QPainter, QPdfWriter

from playground.gui.export.offscreen_renderer import density
from playground.gui.theme import LIGHT

# All lengths are points, 1/72 inch.
_WIDTH, _HEIGHT = 595.0, 842.0  # A4
_SIDE, _TOP, _BOTTOM = 56.0, 64.0, 60.0
_HEADER, _FOOTER = 34.0, 30.0  # from the edges, the base lines of what stands there

#: Paints something at a place of a page.
Paint = Callable[[QPainter, QPointF], None]


class Pages:
    """Takes things from top to bottom and remembers on which page each of them stands.

    Nothing is painted before `painted`, since only then it is known how many pages there are.

    Attributes
    ----------
    width : float
        Of the column of text, in points.
    """

    width = _WIDTH - 2 * _SIDE

    def __init__(self) -> None:
        self._pages: list[list[tuple[QPointF, Paint]]] = [[]]
        self._y = 0.0

    @property
    def height(self) -> float:
        """Of the column of text on one page."""
        return _HEIGHT - _TOP - _BOTTOM

    @property
    def is_at_top(self) -> bool:
        """Whether nothing stands on the page yet."""
        return not self._pages[-1]

    def space(self, height: float) -> None:
        """Leave room, unless a page begins here."""
        if not self.is_at_top:
            self._y += height

    def fits(self, height: float) -> bool:
        """Whether something so high can stand on this page."""
        return self._y + height <= self.height

    def keep(self, height: float) -> None:
        """Begin another page unless so much fits on this one."""
        if not self.is_at_top and not self.fits(height):
            self._pages.append([])
            self._y = 0.0

    def put(self, height: float, paint: Paint) -> None:
        """Place something below what stands there; `paint` gets its upper left corner."""
        self.keep(height)
        self._pages[-1].append((QPointF(_SIDE, _TOP + self._y), paint))
        self._y += height

    def painted(
        self, title: str, header: tuple[str, str], footer: str
    ) -> Generator[None, None, bytes]:
        """Paint page after page, one a step; returns the content of a PDF file.

        Parameters
        ----------
        title : str
            Of the document.
        header : tuple of str
            What stands at the left and at the right above every page.
        footer : str
            What stands at the left below it; the number of the page stands at the right.
        """
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(round(density()))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF())
        writer.setTitle(title)
        writer.setCreator("Neural playground")
        painter = QPainter(writer)
        try:
            painter.scale(density() / 72, density() / 72)
            for number, things in enumerate(self._pages, 1):
                if number > 1:
                    writer.newPage()
                self._paint_frame(painter, header, footer, f"{number} / {len(self._pages)}")
                for at, paint in things:
                    painter.save()
                    paint(painter, at)
                    painter.restore()
                yield
        finally:
            painter.end()
        return buffer.data().data()

    def _paint_frame(
        self, painter: QPainter, header: tuple[str, str], footer: str, number: str
    ) -> None:
        painter.setFont(font(8))
        painter.setPen(QColor(LIGHT.muted))
        for (left, right), base in ((header, _HEADER), ((footer, number), _HEIGHT - _FOOTER)):
            painter.drawText(QPointF(_SIDE, base), left)
            advance = painter.fontMetrics().horizontalAdvance(right)
            painter.drawText(QPointF(_WIDTH - _SIDE - advance, base), right)
        line = QRectF(_SIDE, _HEADER + 6, self.width, 0.5)
        painter.fillRect(line, QColor(LIGHT.border))


def font(points: int, bold: bool = False, fixed: bool = False) -> QFont:
    """A font of a size on paper."""
    made = QFont("monospace" if fixed else QFont().family())
    if fixed:
        made.setStyleHint(QFont.StyleHint.Monospace)
    made.setPixelSize(points)
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made
