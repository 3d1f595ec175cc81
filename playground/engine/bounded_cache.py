"""What is costly to make and asked for again and again: a few of it are kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")

#: More than these are not needed at a time: full batches, the smaller last one, train and dev.
MOST = 8


def bounded_cache(known: dict[Hashable, T], key: Hashable, make: Callable[[], T]) -> T:
    """What `known` holds under a key; where there is nothing yet, it is made and kept.

    The oldest of it then gives way to the newest.
    """
    if key not in known:
        while len(known) >= MOST:
            known.pop(next(iter(known)))
        known[key] = make()
    return known[key]
