"""Ctrl+C in the terminal, SIGTERM and SIGHUP: a window that is asked to end, ends in order."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class PoliteEnd(QObject):
    """Tells the window that the process was asked to end; asked again, it ends at once.

    Python carries out what a signal asks for between two of its own steps, and an idle event
    loop takes none: the signal's number comes through a socket, which wakes the loop.

    Signals
    -------
    asked()
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.was_asked = False
        self._before: dict[int, Any] = {}
        self._here, self._there = socket.socketpair()
        for end in (self._here, self._there):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        self._wakeup = signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        for name in _NAMES:
            if number := getattr(signal, name, None):
                self._before[number] = signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        if self.was_asked:
            os._exit(128 + number)
        self.was_asked = True
        self.asked.emit()

    @Slot()
    def _on_woken(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._here.recv(64)

    def close(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._here.close()
        self._there.close()
