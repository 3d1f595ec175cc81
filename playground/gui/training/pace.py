"""How fast the worker trains: kept to a chosen pace, and measured. Qt-free."""

from __future__ import annotations

import time


class Pacer:
    """Says how long to wait before the next mini-batch, at a chosen number a second."""

    def __init__(self) -> None:
        self.steps_per_second: float | None = None
        self._next = 0.0

    def restart(self) -> None:
        """The next step is due now."""
        self._next = time.perf_counter()

    def pause(self) -> float:
        """Seconds to wait; at most 0 means that a step is due, and counts it as taken."""
        if self.steps_per_second is None:
            return 0.0
        now = time.perf_counter()
        if self._next > now:
            return self._next - now
        # A worker that was held up catches up for a twentieth of a second, not for ever.
        self._next = max(self._next, now - 0.05) + 1.0 / self.steps_per_second
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
