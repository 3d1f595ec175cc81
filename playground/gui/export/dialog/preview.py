"""What will stand in the file: a small picture, or its first lines."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.gui.export import picture_formats
from playground.gui.export.plots import Plots
from playground.gui.theme import Theme, shown_theme
from playground.gui.views.registry import views

_MARGIN = 8


class PicturePreview(QWidget):
    """A plot as it will look, as large as there is room for, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Preview")
        self.setMinimumSize(320, 240)
        self._wanted: tuple[Plots, str, Theme] | None = None
        self._image = QImage()
        # Drawn after the click has been shown, and once where several come together.
        self._timer = QTimer(self, singleShot=True, interval=0, timeout=self._draw)

    def show_plot(self, plots: Plots, name: str, theme: Theme) -> None:
        """Show a plot in the colours of a theme."""
        self._wanted = plots, name, theme
        self.setAccessibleDescription(f"The plot {views[name].title}, {theme.name}")
        self._timer.start()

    @Slot()
    def _draw(self) -> None:
        if self._wanted is None:
            return
        plots, name, theme = self._wanted
        room = QSize(self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN)
        size = QSizeF(QSize(*views[name].picture_size))
        fitted = size.scaled(QSizeF(room), Qt.AspectRatioMode.KeepAspectRatio)
        scale = min(1.0, fitted.width() / size.width()) * self.devicePixelRatioF()
        self._image = plots.draw(name, picture_formats.draw_image, theme=theme, scale=scale)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew for the new size."""
        super().resizeEvent(event)
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture in the middle, a thin frame around it."""
        painter = QPainter(self)
        theme = shown_theme(self)
        if self._image.isNull():
            painter.setPen(QColor(theme.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "The preview is drawn …")
            return
        size = QSizeF(self._image.size()) / self.devicePixelRatioF()
        place = QRectF(
            round((self.width() - size.width()) / 2),
            round((self.height() - size.height()) / 2),
            size.width(),
            size.height(),
        )
        painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
