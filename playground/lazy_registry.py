"""LazyRegistry: the classes of one kind by name, each imported when somebody first asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Generic, TypeVar

_Class = TypeVar("_Class", bound=type)


class LazyRegistry(Mapping[str, _Class], Generic[_Class]):
    """One row a class, which says in what module the class is; the class registers itself.

    >>> probes = LazyRegistry("probe", surface="playground.experiment.probes.surface")
    >>> @probes.register("surface")
    ... class SurfaceProbe(Probe): ...

    A class that registers itself without a row, as a test's or a plug-in's, comes after those
    with one.

    Parameters
    ----------
    noun : str
        What an entry is called in a sentence: ``"probe"``.
    **rows : str
        Names in their order, and the modules that hold the classes.
    """

    def __init__(self, noun: str, **rows: str) -> None:
        self.noun = noun
        self._rows = rows
        self._classes: dict[str, _Class] = {}

    def add(self, name: str, module: str) -> None:
        """Add a row behind the others; for plug-ins and tests."""
        self._rows[name] = module

    def register(self, name: str) -> Callable[[_Class], _Class]:
        """Decorate a class so that it becomes the entry `name`, which it then knows as ``name``."""

        def enter(cls: _Class) -> _Class:
            present = self._classes.get(name)
            if present is not None and present.__qualname__ != cls.__qualname__:
                raise ValueError(f"There are two entries {name!r} for {self.noun}.")
            cls.name = name  # type: ignore[attr-defined]  # what it is known as from now on
            self._classes[name] = cls
            return cls

        return enter

    def discard(self, name: str) -> None:
        """Take an entry out again; for tests that add one."""
        self._rows.pop(name, None)
        self._classes.pop(name, None)

    def __getitem__(self, name: str) -> _Class:
        if name not in self._classes:
            import_module(self._rows[name])
        return self._classes[name]

    def __contains__(self, name: object) -> bool:
        return name in self._rows or name in self._classes

    def __iter__(self) -> Iterator[str]:
        yield from self._rows
        yield from [name for name in self._classes if name not in self._rows]

    def __len__(self) -> int:
        return len(self._rows.keys() | self._classes.keys())
