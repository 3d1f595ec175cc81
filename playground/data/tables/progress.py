"""Progress: reports how far a long reading is, and stops it on request."""

from __future__ import annotations

from collections.abc import Callable

from playground.cancellation import Cancelled, check


class Progress:
    """The two callables a background thread hands in.

    Parameters
    ----------
    progress : callable(float) or None
        Told the share of the work that is done, from 0 to 1.
    cancel : callable() -> bool or None
        Asked between two short pieces of work; True stops the reading.
    """

    def __init__(
        self,
        progress: Callable[[float], object] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> None:
        self._progress = progress
        self._cancel = cancel

    def report(self, share: float) -> None:
        """Report `share`; raise `Cancelled` where that was asked for, of this thread or here."""
        check()
        if self._cancel is not None and self._cancel():
            raise Cancelled
        if self._progress is not None:
            self._progress(min(max(share, 0.0), 1.0))
