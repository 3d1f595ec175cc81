"""How fast the worker trains: kept to a chosen pace, and measured. Qt-free."""

from __future__ import annotations

import time


class Pacer:
    """Says how long to wait before the next mini-batch, at a chosen number a second.

    Attributes
    ----------
    steps_per_second : float or None
        None for as fast as it goes: then nobody asks how long.
    """

    def __init__(self) -> None:
        self.steps_per_second: float | None = None
        self._next = 0.0

    def restart(self) -> None:
        """The next step is due now."""
        self._next = time.perf_counter()

    def pause(self) -> float:
        """Seconds to wait; at most 0 means that a step is due, and counts it as taken."""
        rate, now = self.steps_per_second, time.perf_counter()
        if rate is None:
            return 0.0
        if self._next > now:
            return self._next - now
        # A worker that was held up catches up for a twentieth of a second, not for ever.
        self._next = max(self._next, now - 0.05) + 1.0 / rate
        return 0.0


class Speedometer:
    """Mini-batches a second, averaged over about the last half second of training."""

    _MEMORY = 0.5

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget what was measured."""
        self.value = 0.0
        self._since = time.perf_counter()
        self._steps = 0

    def count(self, steps: int) -> None:
        """Add the steps taken since the last call."""
        self._steps += steps
        elapsed = time.perf_counter() - self._since
        if elapsed >= self._MEMORY or (not self.value and elapsed > 0.1):
            self.value = self._steps / elapsed
            self._since += elapsed
            self._steps = 0


class FramePacer:
    """Says how long it is from one frame to the next: thirty of them a second.

    While a frame is drawn nothing is trained. Flat out there are fewer where all together would
    take more than `SHARE` of the time, but never fewer than ten.

    Attributes
    ----------
    flat_out : bool
        Whether the steps count that are not taken meanwhile.
    """

    SHARE = 0.1
    _LEAST, _MOST = 0.033, 0.1
    _FRAMES = 15  # so many the time that one takes is averaged over: views are drawn by turns

    def __init__(self) -> None:
        self.flat_out = True
        self._seconds = 0.0

    def count(self, seconds: float) -> None:
        """A frame took so long."""
        self._seconds += (seconds - self._seconds) / self._FRAMES

    @property
    def interval(self) -> int:
        """Milliseconds from one to the next."""
        wanted = self._seconds / self.SHARE if self.flat_out else 0.0
        return round(1000 * min(max(wanted, self._LEAST), self._MOST))
