"""No window is larger than what its screen has free, at any scale; the frame counts too."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

#: What a frame may add before there is one, in pixels: to the width, and to the height.
_FRAME = QSize(8, 40)

_FITTED = "fitted"  # the property of a window that has been looked at
_LARGE = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
_KINDS = (Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet)


def resize_within_screen(widget: QWidget, wanted: QSize) -> None:
    """Give a window that has not been shown yet a size, or as much of it as the screen has."""
    if QGuiApplication.platformName() == "offscreen":
        widget.resize(wanted)  # nobody looks at that screen, which is smaller than any real one
        return
    room = widget.screen().availableGeometry().size() - _FRAME
    widget.resize(wanted.boundedTo(room))


def keep_on_screen(app: QGuiApplication) -> None:
    """From now on, fit each window into its screen when it first has the keyboard.

    Not before: how large the frame is, only the window manager knows.
    """
    if not app.property(_FITTED) and app.platformName() != "offscreen":
        app.setProperty(_FITTED, True)
        app.focusWindowChanged.connect(_on_focus_window_changed)


def _on_focus_window_changed(window: QWindow | None) -> None:
    if window is None or window.property(_FITTED) or window.type() not in _KINDS:
        return
    window.setProperty(_FITTED, True)
    if window.windowStates() & _LARGE:
        return
    margins, room = window.frameMargins(), window.screen().availableGeometry()
    frame = QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
    size = window.size().boundedTo(room.size() - frame)
    if size != window.size():
        window.resize(size)
    at = moved_inside(QRect(window.framePosition(), size + frame), room)
    if at != window.framePosition():
        window.setFramePosition(at)


def moved_inside(frame: QRect, room: QRect) -> QPoint:
    """Where the corner of a frame comes to lie when it is moved into a room, as little as can be.

    The left and upper edges stay visible where it is too large.
    """
    left = max(min(frame.left(), room.left() + room.width() - frame.width()), room.left())
    top = max(min(frame.top(), room.top() + room.height() - frame.height()), room.top())
    return QPoint(left, top)
