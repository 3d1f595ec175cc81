"""Registry: the classes of one concept by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from playground.settings.base import declared
from playground.settings.errors import SettingError
from playground.settings.wording import one_of

_Class = TypeVar("_Class", bound=type)


class Registry(Mapping[str, type]):
    """The classes of one concept by name: one entry, one class, one edit.

    >>> optimizers = Registry("optimizer")
    >>> @optimizers.register("gd", label="Gradient descent")
    ... class GradientDescent(Optimizer):
    ...     '''Walks straight down the gradient.'''

    Parameters
    ----------
    noun : str
        What an entry is called in a sentence: ``"optimizer"``.
    """

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self._classes: dict[str, type] = {}

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

    def __getitem__(self, name: str) -> type:
        return self._classes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)

    def lookup(self, name: str, path: str = "") -> type:
        """The class called `name`, or a `SettingError` that lists the names there are."""
        if name not in self._classes:
            raise SettingError(path, f"there is no {self.noun} {name!r}; {one_of(self)}.")
        return self._classes[name]
