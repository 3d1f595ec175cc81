"""Progress: reports how far a long reading is, and stops it on request."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from playground.cancellation import Cancelled, check


class Progress(NamedTuple):
    """The two callables a background thread hands in.

    Attributes
    ----------
    progress : callable(float) or None
        Told the share of the work that is done, from 0 to 1.
    cancel : callable() -> bool or None
        Asked between two short pieces of work; True stops the reading.
    """

    progress: Callable[[float], object] | None = None
    cancel: Callable[[], bool] | None = None

    def report(self, share: float) -> None:
        """Report `share`; raise `Cancelled` where that was asked for, of this thread or here."""
        check()
        if self.cancel is not None and self.cancel():
            raise Cancelled
        if self.progress is not None:
            self.progress(min(max(share, 0.0), 1.0))
