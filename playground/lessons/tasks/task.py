"""Task: what one step of a lesson asks of the learner, and the registry of the kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from playground.lessons.conditions import Condition, Expression
from playground.settings import Registry, Settings, settings_of

#: One row a kind: the word behind the fence of its block is its name.
_MODULES = ("explain", "predict", "set", "run", "observe", "check")

tasks = Registry("kind of step", [f"playground.lessons.tasks.{name}" for name in _MODULES])


@dataclass(frozen=True)
class Claim:
    """What a lesson says is so.

    Attributes
    ----------
    path : tuple of str
        The key that says it, within the block of its step; items count from 1.
    condition : Condition
    """

    path: tuple[str, ...]
    condition: Condition


class Task(Settings):
    """Base of all kinds of step; the fields of a kind are the keys of its block.

    Attributes
    ----------
    when : str
        When its claims are to hold: ``"now"``, or ``"after_run"``, at the end of the next run.
    needs_run_before : bool
        Whether there must be something to look at.
    """

    when: ClassVar[str] = "now"
    needs_run_before: ClassVar[bool] = False

    def claimed(self) -> Iterator[Claim]:
        """All it says is so: the items of its key ``claims``, where it has one."""
        for n, condition in enumerate(getattr(self, "claims", ()), start=1):
            yield Claim(("claims", str(n)), condition)

    def expressions(self) -> Iterator[tuple[tuple[str, ...], Expression]]:
        """Every formula and condition over measured names in it, with the key that holds it."""
        for name in settings_of(type(self)):
            yield from _expressions((name,), getattr(self, name))


def _expressions(path: tuple[str, ...], value: object) -> Iterator:
    if isinstance(value, Expression):
        yield path, value
    elif isinstance(value, tuple):
        for n, item in enumerate(value, start=1):
            yield from _expressions((*path, str(n)), item)
    elif isinstance(value, Settings):
        for name in settings_of(type(value)):
            yield from _expressions((*path, name), getattr(value, name))
