"""Being asked to stop, wherever in a long piece of work a thread is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_asked: ContextVar[Callable[[], bool] | None] = ContextVar("asked", default=None)


class Cancelled(Exception):
    """A piece of work was given up because somebody asked for it."""


@contextmanager
def cancellable(asked: Callable[[], bool]) -> Iterator[None]:
    """Let whatever this thread does in the block stop at its next `check` once `asked` says so.

    Reading files and building networks look; so nothing between here and there need hand a flag
    on.
    """
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def check() -> None:
    """Raise `Cancelled` where this thread has been asked to stop; costs next to nothing."""
    asked = _asked.get()
    if asked is not None and asked():
        raise Cancelled
