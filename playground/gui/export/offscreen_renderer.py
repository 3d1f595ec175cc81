"""OffscreenRenderer: a view laid out and painted in any size and theme, without being seen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QPaintDevice, QPainter
from PySide6.QtWidgets import QApplication

from playground.gui.plotting.view import View
from playground.gui.theme import Theme
from playground.gui.theme.fonts import bold_font, small_font

_MARGIN = 12.0  # pixels, as around a plot
_APART = 12.0  # between the title and what is said beside it

_application: QApplication | None = None


class OffscreenRenderer:
    """A twin of a view for as long as it is needed, with a heading above it.

    Parameters
    ----------
    view : View
        Shown or not; it is left as it is.
    size : tuple of int
        Width and height of the picture, the heading included.
    theme : Theme or None
        Other colours than those of the view.
    titled : bool
        Whether the title and what the view is about stand above.
    """

    def __init__(
        self, view: View, size: tuple[int, int], theme: Theme | None, titled: bool
    ) -> None:
        self._view = view.clone(theme)
        self._size = size
        view = self._view
        self._heading = Heading(view.title, view.context(), view.theme) if titled else None

    @property
    def theme(self) -> Theme:
        """The colours of the picture."""
        return self._view.theme

    def __enter__(self) -> OffscreenRenderer:
        width, height = self._size
        show_offscreen(self._view, width, round(height - self._top))
        return self

    @property
    def _top(self) -> float:
        return self._heading.height if self._heading else 0.0

    def paint(self, device: QPaintDevice) -> None:
        """Paint the picture onto a device that has its size."""
        painter = QPainter(device)
        self.paint_with(painter)
        painter.end()

    def paint_with(self, painter: QPainter) -> None:
        """Paint the picture from the origin on, on a device of this `density`."""
        whole = QRectF(0, 0, *self._size)
        painter.fillRect(whole, QColor(self.theme.panel))
        if self._heading:
            self._heading.paint(painter, whole.width())
        self._view.paint_picture(painter, whole.adjusted(0, self._top, 0, 0))

    def __exit__(self, *_: object) -> None:
        self._view.close()
        self._view.deleteLater()


def show_offscreen(view: View, width: int, height: int) -> None:
    """Lay a view out in that size, though nobody sees it."""
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    view.resize(width, height)
    view.show()
    lay_out()


def lay_out() -> None:
    """Lay out anew what has changed its size."""
    # Two rounds: what the first lays out may ask for another height of the legend.
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


class Heading:
    """A title in bold, and beside it in small what experiment it is; one line.

    Attributes
    ----------
    height : int
        With the margin above it, in whole pixels: what is drawn below stays sharp.
    """

    def __init__(self, title: str, context: str, theme: Theme) -> None:
        self._title, self._context, self._theme = title, context, theme
        self._bold, self._small = bold_font(), small_font()
        self._metrics = QFontMetricsF(self._bold)
        self.height = round(self._metrics.height() + _MARGIN)

    def paint(self, painter: QPainter, width: float) -> None:
        """Paint it at the top of a picture of that width."""
        base = _MARGIN + self._metrics.ascent()
        painter.setFont(self._bold)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QPointF(_MARGIN, base), self._title)
        left = _MARGIN + self._metrics.horizontalAdvance(self._title) + _APART
        words = QFontMetricsF(self._small).elidedText(
            self._context, Qt.TextElideMode.ElideRight, width - _MARGIN - left
        )
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(left, base), words)
        painter.setFont(QApplication.font())


def density() -> float:
    """Pixels an inch of what is laid out for the screen; a drawing needs it for its text."""
    return QGuiApplication.primaryScreen().logicalDotsPerInch()


def ensure_application() -> None:
    """Have an application to draw with, without any display where there is none yet."""
    global _application
    if QApplication.instance() is None:
        # Nothing will be shown, so no display is needed, and none is touched.
        _application = QApplication(["playground", "-platform", "offscreen"])
