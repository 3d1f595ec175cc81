"""What plots put onto the clipboard: pictures and numbers, for whatever program takes them."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QImage

#: Pixels of a copied picture for each pixel of its size.
SCALE = 2


def put_picture(image: QImage) -> None:
    """Put a picture onto the clipboard."""
    QGuiApplication.clipboard().setImage(image)


def put_numbers(csv: str) -> None:
    """Put numbers onto the clipboard, as the text of a CSV file.

    As text and nothing else: data of more than one kind would be an object of Python's, and a
    clipboard that holds one when the program ends makes it crash (offscreen, PySide6 6.11).
    """
    QGuiApplication.clipboard().setText(csv)
