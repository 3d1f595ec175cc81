"""Undo as a list of specifications. Qt-free."""

from __future__ import annotations

import time
from collections.abc import Sequence

from playground.experiment.spec import ExperimentSpec
from playground.settings import Entry

#: Changes of the same setting within so many seconds are one change: a slider being dragged.
MERGE_WITHIN = 1.0


class UndoStack:
    """The specifications a person went through, and where among them they are."""

    def __init__(self, spec: ExperimentSpec) -> None:
        self._specs = [spec]
        self._index = 0
        self._last_paths: tuple[str, ...] = ()
        self._last_time = 0.0

    @property
    def can_undo(self) -> bool:
        """Whether there is a specification before the present one."""
        return self._index > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone specification."""
        return self._index < len(self._specs) - 1

    def push(self, spec: ExperimentSpec, entries: Sequence[Entry]) -> None:
        """Add a specification that differs from the present one in `entries`."""
        now = time.monotonic()
        paths = tuple(entry.path for entry in entries)
        merged = (
            self._index > 0 and paths == self._last_paths and now - self._last_time < MERGE_WITHIN
        )
        if not merged:
            self._index += 1
        del self._specs[self._index :]
        self._specs.append(spec)
        self._last_paths, self._last_time = paths, now

    def undo(self) -> ExperimentSpec:
        """Step back and return the specification there."""
        self._index -= 1
        self._last_paths = ()
        return self._specs[self._index]

    def redo(self) -> ExperimentSpec:
        """Step forward again and return the specification there."""
        self._index += 1
        self._last_paths = ()
        return self._specs[self._index]

    def return_to(self, spec: ExperimentSpec) -> None:
        """Forget the specifications after `spec`, which turned out to be impossible."""
        while self._index > 0 and self._specs[self._index] != spec:
            del self._specs[self._index]
            self._index -= 1
        self._last_paths = ()
