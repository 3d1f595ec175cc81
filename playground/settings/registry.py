"""Registry: the classes of one concept by name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeVar

from playground.settings.base import Settings, declared
from playground.settings.errors import SettingError
from playground.settings.wording import one_of

_Class = TypeVar("_Class", bound=type[Settings])


class Registry(Mapping[str, Any]):
    """The classes of one concept by name: one entry, one class, one edit.

    >>> optimizers = Registry("optimizer")
    >>> @optimizers.register("gd", label="Gradient descent")
    ... class GradientDescent(Optimizer):
    ...     '''Walks straight down the gradient.'''

    Parameters
    ----------
    noun : str
        What an entry is called in a sentence: ``"optimizer"``.
    modules : sequence of str, optional
        Rows for entries whose import can wait: the modules that register them, in the order in
        which they are offered. They are imported when the registry is read for the first time.
    """

    def __init__(self, noun: str, modules: Sequence[str] = ()) -> None:
        self.noun = noun
        self._classes: dict[str, Any] = {}
        self._modules = tuple(modules)
        self._waiting = list(modules)
        self._lock = threading.RLock()  # a reader in another thread waits until all have come

    def register(self, name: str, *, label: str = "") -> Callable[[_Class], _Class]:
        """Decorate a `Settings` class so that it becomes the entry `name`.

        The class is `declared` and gains ``name``, ``label`` and
        ``help`` (the first paragraph of its docstring).
        """
        if name in self._classes:
            raise ValueError(f"There are two entries {name!r} for {self.noun}.")

        def enter(cls: _Class) -> _Class:
            cls = declared(cls)
            cls.name = name
            cls.label = label or name.replace("_", " ").capitalize()
            cls.help = " ".join((cls.__doc__ or "").split("\n\n")[0].split())
            self._classes[name] = cls
            return cls

        return enter

    def discard(self, name: str) -> None:
        """Take an entry out again; for tests that add one."""
        self._classes.pop(name, None)

    def __getitem__(self, name: str) -> Any:
        return self._entries()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries())

    def __len__(self) -> int:
        return len(self._entries())

    def lookup(self, name: str, path: str = "") -> type:
        """The class called `name`, or a `SettingError` that lists the names there are."""
        if name not in self:
            raise SettingError(path, f"there is no {self.noun} {name!r}; {one_of(self)}.")
        return self[name]

    def _entries(self) -> dict[str, type]:
        if self._modules:
            with self._lock:
                if self._waiting:
                    while self._waiting:
                        import_module(self._waiting.pop(0))
                    # One of them may have imported another before its turn.
                    self._classes = dict(sorted(self._classes.items(), key=self._row))
        return self._classes

    def _row(self, entry: tuple[str, type]) -> int:
        _, cls = entry
        rows = self._modules
        return rows.index(cls.__module__) if cls.__module__ in rows else len(rows)
