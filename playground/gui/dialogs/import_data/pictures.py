"""The first examples as pictures, where the rows of a table are pictures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.data.datasets import Dataset
from playground.gui import theme as themes
from playground.gui.plotting.pixels import pixels_image

_SIDE = 56  # pixels on the screen
_GAP = 8
_MOST = 24


class PictureStrip(QWidget):
    """As many of the first examples as fit, side by side, with their labels below."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pictures: list[tuple[QImage, str]] = []
        self.hide()

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Show the pictures of a dataset; hidden where it has none."""
        self._pictures = _pictures(dataset) if dataset is not None else []
        labels = ", ".join(label for _, label in self._pictures)
        self.setAccessibleName(f"The first pictures: {labels}" if labels else "No pictures")
        self.setVisible(bool(self._pictures))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(4 * (_SIDE + _GAP), _SIDE + self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, metrics = themes.shown_theme(self), self.fontMetrics()
        painter = QPainter(self)
        painter.setPen(QColor(theme.muted))
        for place, (picture, label) in enumerate(self._pictures):
            left = place * (_SIDE + _GAP)
            if left + _SIDE > self.width():
                break
            painter.drawImage(QRectF(left, 0, _SIDE, _SIDE), picture)
            below = QRectF(left, _SIDE + 2, _SIDE, metrics.height())
            words = metrics.elidedText(label, Qt.TextElideMode.ElideRight, _SIDE)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, words)


def picture_words(image_shape: tuple[int, ...]) -> str:
    """A sentence about the shape of the pictures."""
    height, width, *colours = image_shape
    kind = "color picture" if colours else "picture"
    return f"Each row is a {kind} of {height} × {width} pixels."


def _pictures(dataset: Dataset) -> list[tuple[QImage, str]]:
    shape, few = dataset.image_shape, min(_MOST, dataset.m)
    if shape is None:
        return []
    pixels = dataset.X[:, :few]
    # Grey values run to 16 or 255 or 1: the lightest in the whole set is white.
    scaled = (pixels * (255 / dataset.X.max())).astype(np.uint8)
    if dataset.class_names:
        labels = [dataset.class_names[label] for label in dataset.labels[:few]]
    else:
        labels = [f"{value:.4g}" for value in dataset.Y[0, :few]]
    return [(pixels_image(scaled[:, k], shape), labels[k]) for k in range(few)]
