"""Errors of the program that nobody caught: said once, and a view they are in stands still."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

from playground.gui.plotting.layer import Layer
from playground.gui.plotting.view import View
from playground.gui.shell.view_host import ViewHost

Hook = Callable[[type[BaseException], BaseException, "TracebackType | None"], object]


class UnexpectedErrors(QObject):
    """Listens to ``sys.excepthook``, which Qt calls for what is raised in slots and while painting.

    Parameters
    ----------
    views : ViewHost
        Told of the views in which an error was raised.
    tell : callable
        Called with a sentence and the details of an error that is in no view, once for each place
        in the program.
    """

    _caught = Signal(object, bool)

    def __init__(
        self, views: ViewHost, tell: Callable[[str, str], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._views, self._tell = views, tell
        self._places: set[tuple[str, int]] = set()
        self._before: Hook | None = None
        # An error may be raised in any thread, and in the midst of painting, where to show a
        # message would crash Qt: it is told in the window's thread, a moment later.
        self._caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Hear of every error from now on, beside whoever hears of them already."""
        self._before, sys.excepthook = sys.excepthook, self._hook

    def close(self) -> None:
        """Hear of no more."""
        if self._before is not None and sys.excepthook == self._hook:
            sys.excepthook, self._before = self._before, None

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        place = _place_of(trace)
        is_new = place not in self._places
        self._places.add(place)
        # What cannot be painted would fill the log thirty times a second.
        if is_new and self._before is not None:
            self._before(kind, error, trace)
        if issubclass(kind, Exception):
            self._caught.emit(error, is_new)

    @Slot(object, bool)
    def _on_caught(self, error: Exception, is_new: bool) -> None:
        details = "".join(traceback.format_exception(error))
        view = _view_in(error.__traceback__)
        if view is not None and self._views.get(view.name) is view:
            self._views.fail(view, details)
        elif is_new:
            words = str(error) or type(error).__name__
            sentence = f"Something did not work because of an error in the program: {words}"
            self._tell(sentence, details)


def _place_of(trace: TracebackType | None) -> tuple[str, int]:
    """File and line where an error was raised."""
    if trace is None:
        return "", 0
    last = traceback.extract_tb(trace)[-1]
    return last.filename, last.lineno or 0


def _view_in(trace: TracebackType | None) -> View | None:
    """The view one of whose methods, or whose child's or layer's, the error went through."""
    for frame, _ in traceback.walk_tb(trace):
        owner = frame.f_locals.get("self")
        owner = owner.plot if isinstance(owner, Layer) else owner
        while isinstance(owner, QObject):
            if isinstance(owner, View):
                return owner
            owner = owner.parent()
    return None
