"""What the window finds again at its next start, kept as text and checked when it is read.

Qt would keep the same as bytes and take them as they are: one wrong byte ended every start.
"""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtWidgets import QMainWindow

from playground.gui.shell.layout import LARGEST_SIZE

_FRAME, _LAYOUT = "window/frame", "window/arrangements"

#: What earlier versions kept, as bytes for Qt.
_FORMER = ("window/geometry", "window/layout", "window/arrangement")


def remember(window: QMainWindow, workspace: str, layout: str) -> None:
    """Keep where the window stands, and the layout of a workspace where it is not empty."""
    store, at = QSettings(), window.normalGeometry()
    frame = [at.x(), at.y(), at.width(), at.height(), int(window.isMaximized())]
    store.setValue(_FRAME, json.dumps(frame))
    if layout:
        store.setValue(f"{_LAYOUT}/{workspace}", layout)
    for key in _FORMER:
        store.remove(key)


def problem() -> str:
    """A sentence where the settings are spoilt as a whole; what can be read of them counts."""
    store = QSettings()
    if store.status() is not QSettings.Status.FormatError:
        return ""
    return f"Some settings in '{store.fileName()}' cannot be read; they have their defaults."


def recalled_layout(workspace: str) -> str:
    """The layout that was kept for a workspace, still to be checked; empty for none."""
    return _text(f"{_LAYOUT}/{workspace}")


def recall_frame(window: QMainWindow) -> None:
    """Let the window stand where it stood, as far as there is a screen at that place."""
    frame = _frame(_text(_FRAME))
    if frame is None:
        return
    rectangle, maximized = frame
    for screen in window.screen().virtualSiblings():
        room = screen.availableGeometry()
        if room.intersects(rectangle):
            rectangle.setSize(rectangle.size().boundedTo(room.size()))
            window.setGeometry(rectangle)
            break
    if maximized:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def _text(key: str) -> str:
    """What is kept, empty for nothing; anything but text is nothing that can be read."""
    value = QSettings().value(key, "")
    return value if isinstance(value, str) else "null"


def _frame(text: str) -> tuple[QRect, bool] | None:
    try:
        numbers: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(numbers, list) or len(numbers) != 5:
        return None
    if not all(type(number) is int and abs(number) <= LARGEST_SIZE for number in numbers):
        return None
    left, top, width, height, maximized = numbers
    return (QRect(left, top, width, height), bool(maximized)) if min(width, height) > 0 else None
