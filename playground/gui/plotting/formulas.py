"""Formulas set as in a book: ziamath makes pictures of them in a thread, and they are kept."""

from __future__ import annotations

import contextlib
import threading
from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtSvg import QSvgRenderer

from playground.experiment.text.formulas import picture_of


class Formulas(QObject):
    """Pictures of formulas by their LaTeX and colour.

    The first takes half a second, since ziamath reads its font, each other one some hundredths:
    so they are made in a thread, which ends when nothing is left to do.

    Signals
    -------
    arrived()
        There are new ones.
    """

    arrived = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._svg: dict[tuple[str, str], bytes] = {}
        self._pictures: dict[tuple[str, str], QSvgRenderer] = {}
        self._wanted: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        self._busy = False

    def picture(self, latex: str, colour: str, now: bool = False) -> QSvgRenderer | None:
        """The picture; None where it is still to come, unless it is wanted `now`."""
        key = latex, colour
        if key not in self._pictures:
            if now and key not in self._svg:
                self._svg[key] = _set(latex, colour)
            if key not in self._svg:
                self._want(key)
                return None
            # Qt's SVG writer draws a black line where a path has no line, unless it is transparent.
            clear = self._svg[key].replace(b"<svg ", b'<svg stroke="#000" stroke-opacity="0" ', 1)
            self._pictures[key] = QSvgRenderer(clear)
        return self._pictures[key]

    def give_up(self) -> None:
        """Nobody looks any more: what is still to come is left."""
        with self._lock:
            self._wanted.clear()

    def _want(self, key: tuple[str, str]) -> None:
        with self._lock:
            if key not in self._wanted:
                self._wanted.append(key)
            if self._busy:
                return
            self._busy = True
        threading.Thread(target=self._work, name="formulas", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._wanted:
                    self._busy = False
                    return
                key = self._wanted[0]
            self._svg[key] = _set(*key)
            with self._lock:
                if key in self._wanted:
                    self._wanted.remove(key)
            with contextlib.suppress(RuntimeError):  # the program ends meanwhile
                self.arrived.emit()


@cache
def formulas() -> Formulas:
    """Those of the program."""
    return Formulas()


def _set(latex: str, colour: str) -> bytes:
    """The picture as SVG; empty where the formula cannot be set."""
    picture = picture_of(latex, colour)
    return picture.svg if picture is not None else b""
