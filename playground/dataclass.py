"""dataclass: that of the library, where frozen ones share the methods that are alike in all.

The library compiles an ``__eq__``, ``__hash__``, ``__repr__``, ``__setattr__`` and ``__delattr__``
anew for every frozen class, 0.3 ms of each one's 0.4. Here only ``__init__`` is: of the 200 classes
that the window is made of, it took a sixth of the start.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from threading import Lock
from typing import TYPE_CHECKING, Any

#: Of an array that is written out.
_MOST_NUMBERS = 8

_ONE_AT_A_TIME = Lock()  # classes of one base may be imported by several threads

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, eq=True, **options):
        """Make a dataclass of a class, with what `dataclasses.dataclass` can be told."""
        if cls is None:
            return lambda cls: dataclass(cls, frozen=frozen, eq=eq, **options)
        if not frozen:
            return dataclasses.dataclass(cls, eq=eq, **options)
        with _ONE_AT_A_TIME:
            made = _unfrozen(cls, options)
        made.__setattr__, made.__delattr__ = _set_once, _refuse
        if eq and "__eq__" not in vars(made):
            made.__eq__ = _equal
        if eq and vars(made).get("__hash__") is None:
            made.__hash__ = _hash
        if "__repr__" not in vars(made):
            made.__repr__ = _repr
        made.__values__ = _values_of(made)
        return made


def _unfrozen(cls: Any, options: dict[str, Any]) -> Any:
    """A dataclass with its ``__init__`` alone, which says it is frozen to those derived from it."""
    line = [base for base in cls.__mro__[1:] if "__dataclass_params__" in vars(base)]
    kept = [(base.__dataclass_params__, base.__dataclass_params__.frozen) for base in line]
    for params, _ in kept:
        params.frozen = False  # the library lets only frozen ones be derived from frozen ones
    try:
        made: Any = dataclasses.dataclass(cls, eq=False, repr=False, **options)
    finally:
        for params, frozen in kept:
            params.frozen = frozen
    made.__dataclass_params__.frozen = True
    return made


def _values_of(cls: Any) -> Callable[[Any], Any]:
    """What of an instance is compared, as a tuple, in which nan and an array equal themselves."""
    compared = [field.name for field in dataclasses.fields(cls) if field.compare]
    compared *= 2 if len(compared) == 1 else 1
    return attrgetter(*compared) if compared else type


def _set_once(self: Any, name: str, value: object) -> None:
    if name in self.__dict__ or name not in self.__dataclass_fields__:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _refuse(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _equal(self: Any, other: Any) -> bool:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__values__(self) == self.__values__(other)


def _hash(self: Any) -> int:
    return hash(self.__values__(self))


@recursive_repr()
def _repr(self: Any) -> str:
    shown = [field.name for field in dataclasses.fields(self) if field.repr]
    values = ", ".join(f"{name}={_shown(getattr(self, name))}" for name in shown)
    return f"{type(self).__qualname__}({values})"


def _shown(value: Any) -> str:
    """A value in a line; of an array of many numbers its shape, which says more than pages."""
    shape = getattr(value, "shape", ())
    many = isinstance(shape, tuple) and math.prod(shape) > _MOST_NUMBERS
    return f"<{shape} {value.dtype}>" if many else repr(value)
