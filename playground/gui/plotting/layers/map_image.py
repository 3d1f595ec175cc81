"""MapImage: an image laid over a part of the axes."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.gui.plotting.layer import Layer
from playground.gui.plotting.plot import Plot


class Rectangle(Protocol):
    """From where to where an image reaches on both axes."""

    @property
    def x_range(self) -> tuple[float, float]:
        """To the right."""

    @property
    def y_range(self) -> tuple[float, float]:
        """Upwards."""


class MapImage(Layer):
    """An image laid over a part of the axes."""

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot, z=0)
        self.image: QImage | None = None
        self._over: Rectangle | None = None
        self.smooth = True

    def set_image(self, image: QImage | None, over: Rectangle | None) -> None:
        """Show an image of a whole rectangle, such as a plane; None for none."""
        self.image, self._over = image, over
        self.update()

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if self.image is None or self._over is None:
            return
        (left, right), (top, bottom) = self.plot.to_pixels(
            self._over.x_range, self._over.y_range[::-1]
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.smooth)
        painter.drawImage(QRectF(left, top, right - left, bottom - top), self.image)
