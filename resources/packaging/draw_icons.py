"""Draw the logo in every size a desktop asks for: ``python resources/packaging/draw_icons.py``."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent

#: Of the hicolor theme, in pixels.
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def drawn(size: int) -> QImage:
    """The logo as a square of so many pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(HERE.parent / "icons" / "logo.svg")).render(painter)
    painter.end()
    return image


if __name__ == "__main__":
    for size in SIZES:
        drawn(size).save(str(HERE / "icons" / f"{size}.png"))
