"""Stopwatch: how long something has gone on, all its stretches together."""

from __future__ import annotations

import time


class Stopwatch:
    """Counts the seconds while it goes; at rest to begin with."""

    def __init__(self) -> None:
        self._before = 0.0  # seconds of the stretches that are over
        self._since: float | None = None  # when the present one began

    @property
    def seconds(self) -> float:
        """All stretches together, the present one as far as it has gone."""
        return self._before + (0.0 if self._since is None else time.monotonic() - self._since)

    def go(self, going: bool) -> None:
        """Go on counting, or rest."""
        self._before = self.seconds
        self._since = time.monotonic() if going else None

    def reset(self, seconds: float = 0.0) -> None:
        """Count from so many seconds on; it goes on where it was going."""
        self._before = seconds
        if self._since is not None:
            self._since = time.monotonic()
