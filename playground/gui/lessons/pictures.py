"""Pictures beside a lesson: read only from its own folder, and never too large."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader

from playground.lessons.places import inside

_LARGEST = 4096  # pixels of a side
_BYTES = 8 * 2**20


def picture_of(lesson: Path | None, name: str) -> QImage | None:
    """The picture that a lesson names; None where there is none that may be shown."""
    if lesson is None:
        return None
    try:
        path = inside(lesson.parent, name)
        if not path.is_file() or path.stat().st_size > _BYTES:
            return None
    except (OSError, ValueError):
        return None
    reader = QImageReader(str(path))
    size = reader.size()
    if not size.isValid() or size.boundedTo(QSize(_LARGEST, _LARGEST)) != size:
        return None
    picture = reader.read()
    return None if picture.isNull() else picture
