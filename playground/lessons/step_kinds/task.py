"""Task: what one step of a lesson asks of the learner, and the registry of the kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from playground.dataclass import dataclass
from playground.lessons.conditions import Condition, Expression
from playground.lessons.fields import words
from playground.settings import (
    NONE_SUCH,
    Registry,
    SettingError,
    Settings,
    boolean,
    declared,
    settings_of,
    text,
)

#: One row a kind: the word behind the fence of its block is its name.
_MODULES = ("explain", "predict", "set", "run", "observe", "check")

step_kinds = Registry(
    "kind of step", [f"playground.lessons.step_kinds.{name}" for name in _MODULES]
)


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


@declared
class Task(Settings):
    """Base of all kinds of step; the fields of a kind are the keys of its block.

    Attributes
    ----------
    needs_run_before : bool
        Whether there must be something to look at.
    """

    needs_run_before: ClassVar[bool] = False

    view: str = text("", label="View", help="A panel to bring to the front, such as landscape.")
    mark: tuple[str, ...] = words(
        label="Mark", help="The controls meant: settings, or names of actions such as run."
    )
    lock: bool = boolean(
        False, label="Lock", help="Whether all controls but those marked are locked in this step."
    )

    def check(self) -> None:
        """Raise `SettingError` where its keys contradict each other."""
        if not re.fullmatch(r"[a-z_]*", self.view):
            raise SettingError("view", f"'{self.view}' is not the name of a panel.")

    @property
    def awaits_run(self) -> bool:
        """Whether its claims, and the answer to it, are about the end of the next run."""
        return False

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


def explained(task: type[Settings], path: Sequence[str], problem: str) -> str:
    """A problem with a key, or what it comes from where a key of a step stands below a table."""
    if problem.startswith(NONE_SUCH) and len(path) > 1 and path[-1] in settings_of(task):
        table = f"[[{path[0]}]]" if path[1].isdigit() else f"[{path[0]}]"
        return f"'{path[-1]}' belongs to the step itself: write it above the first {table}."
    return problem
