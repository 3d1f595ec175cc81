"""``playground [FILE]``: the window, or one sentence on why there is none."""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import os
import socket
import sys
from pathlib import Path

from playground.cli.arguments import UsageError
from playground.cli.qt_libraries import import_sentence, x_plugin_sentence


def open_window(file: str | None) -> int:
    """Open the window and stay until it is closed; the exit code.

    Raises
    ------
    UsageError
        When there is no display, or Qt lacks something, with what to do about it.
    """
    if file is not None and not os.path.exists(file):
        raise UsageError(f"'{file}' cannot be opened: there is no such file.")
    _check_display(file)
    try:
        from PySide6 import QtWidgets  # noqa: F401
    except ImportError as error:
        raise UsageError(import_sentence(error)) from None
    # As in `create_window`, from the first import on.
    gc.disable()
    from playground.gui.app import main

    # Tens of thousands of names and functions that stay: no search need walk over them.
    gc.freeze()
    return main(file)


def _check_display(file: str | None) -> None:
    """Qt ends the process where it finds no display; find out before."""
    if not sys.platform.startswith("linux"):
        return
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    # "wayland;xcb" is a list to be tried, "offscreen:size=..." has options.
    names = [part.partition(":")[0].partition("-")[0] for part in asked.split(";") if part]
    there = _platforms()
    if names and there and there.isdisjoint(names):
        raise UsageError(
            f"QT_QPA_PLATFORM is '{asked}', which this Qt does not know: unset it, or use one of "
            f"{', '.join(sorted(there))}."
        )
    names = names or ["wayland", "xcb"]
    if not set(names) <= {"wayland", "xcb"} or ("wayland" in names and _wayland_answers()):
        return
    if "xcb" not in names or not _x_server_answers():
        raise UsageError(
            "There is no display to open a window on; without one, "
            f"playground train {file or 'FILE'} --out DIR does the same work."
        )
    if problem := x_plugin_sentence():
        raise UsageError(problem)


def _platforms() -> set[str]:
    """What Qt can draw on, by the plugins that came with it; empty where that is not known."""
    found = importlib.util.find_spec("PySide6")
    places = found.submodule_search_locations or [] if found is not None else []
    plugins = [p for place in places for p in Path(place, "Qt/plugins/platforms").glob("libq*.so")]
    # Qt before 6.10 has several for Wayland: libqwayland-egl, libqwayland-generic.
    return {plugin.stem.removeprefix("libq").partition("-")[0] for plugin in plugins}


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    path = Path(os.environ.get("XDG_RUNTIME_DIR", ""), name)
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(path))
    except OSError:
        return False
    return True


def _x_server_answers() -> bool:
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # what is missing is said next
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return answers
