"""Ctrl+C as a wish that is granted between two mini-batches."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType


class Interrupts:
    """While the block runs, the first Ctrl+C sets `wished`; the second interrupts at once.

    Attributes
    ----------
    wished : bool
        Whether the person wants to stop.
    """

    def __init__(self) -> None:
        self.wished = False
        self._before = None

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._on_interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        if self.wished:
            raise KeyboardInterrupt
        self.wished = True
