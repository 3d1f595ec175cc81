"""How large a window may be on its screen, frame included."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QScreen

#: Pixels that the frame of a window takes, before there is one to be asked.
_FRAME = QSize(4, 40)


def room_on(screen: QScreen) -> QSize:
    """What the screen has left for the content of a window."""
    return screen.availableSize() - _FRAME
