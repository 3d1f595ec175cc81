"""What plots put onto the clipboard: pictures and numbers, for whatever program takes them."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

#: Pixels of a copied picture for each pixel of its size.
SCALE = 2


def put_picture(image: QImage) -> None:
    """Put a picture onto the clipboard."""
    QGuiApplication.clipboard().setImage(image)


def put_numbers(csv: str) -> None:
    """Put numbers as CSV onto the clipboard: as text, and as what a spreadsheet asks for."""
    data = QMimeData()
    data.setText(csv)
    data.setData("text/csv", csv.encode())
    QGuiApplication.clipboard().setMimeData(data)
