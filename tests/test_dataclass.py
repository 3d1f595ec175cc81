"""Our dataclasses are those of the library, whose own are the truth here."""

from __future__ import annotations

import copy
import dataclasses
import math
import pickle
from typing import Any

import numpy as np
import pytest

from playground.dataclass import dataclass


def _classes(decorator: Any) -> dict[str, type]:
    @decorator(frozen=True)
    class Point:
        """Two numbers."""

        x: int
        y: float = 2.0

    @decorator(frozen=True)
    class Named(Point):
        """A point with a name, and something that does not count."""

        name: str = ""
        seen: list = dataclasses.field(default_factory=list, compare=False, repr=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "name", self.name.strip())

    @decorator(frozen=True)
    class Empty:
        """Nothing."""

    @decorator(frozen=True)
    class Alone:
        """One value, of any kind."""

        x: object

    @decorator(frozen=True, eq=False)
    class Itself:
        """Equal to itself alone."""

        x: int

    @decorator(frozen=True)
    class Own:
        """Says for itself when it is equal, what it is hashed as, and how it is printed."""

        x: int

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    @decorator(kw_only=True)
    class Loose:
        """Not frozen."""

        x: int

    return {cls.__name__: cls for cls in (Point, Named, Empty, Alone, Itself, Own, Loose)}


OURS, THEIRS = _classes(dataclass), _classes(dataclasses.dataclass)
ARGUMENTS = [
    ("Point", (1,), {}),
    ("Point", (1,), {"y": 3.0}),
    ("Point", (2,), {}),
    ("Named", (1, 2.0, " a "), {}),
    ("Named", (1, 2.0, "a", [5]), {}),
    ("Empty", (), {}),
    ("Alone", (math.nan,), {}),
    ("Alone", ([1],), {}),
    ("Itself", (1,), {}),
    ("Own", (1,), {}),
    ("Loose", (), {"x": 1}),
]


def _made(classes: dict[str, type]) -> list[Any]:
    return [classes[name](*values, **named) for name, values, named in ARGUMENTS]


def test_of_many_numbers_the_shape_is_printed():
    @dataclass(frozen=True, eq=False)
    class Net:
        weights: np.ndarray
        bias: np.ndarray
        shape: str

    net = Net(np.zeros((3, 400), np.float32), np.zeros(2), "4-3")
    assert repr(net).endswith("Net(weights=<(3, 400) float32>, bias=array([0., 0.]), shape='4-3')")


def test_the_same_are_equal_and_print_alike():
    ours, theirs = _made(OURS), _made(THEIRS)
    again, theirs_again = _made(OURS), _made(THEIRS)
    assert [[a == b for b in again] for a in ours] == [
        [a == b for b in theirs_again] for a in theirs
    ]
    assert [repr(a) for a in ours] == [repr(a) for a in theirs]
    assert [dataclasses.asdict(a) for a in ours] == [dataclasses.asdict(a) for a in theirs]
    assert [a.__match_args__ for a in ours] == [a.__match_args__ for a in theirs]


def test_equal_ones_have_one_hash_and_what_can_change_has_none():
    point = OURS["Point"]
    assert len({point(1), point(1), point(1, 3.0), point(2)}) == 3
    assert hash(OURS["Named"](1, seen=[1])) == hash(OURS["Named"](1, seen=[2]))
    assert len({OURS["Itself"](1), OURS["Itself"](1)}) == 2
    assert hash(OURS["Own"](1)) == 7
    with pytest.raises(TypeError):
        hash(OURS["Loose"](x=1))


@pytest.mark.parametrize("classes", [OURS, THEIRS], ids=["ours", "theirs"])
def test_nothing_can_be_changed(classes):
    point = classes["Named"](1)
    for name in ("x", "name", "other"):
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field"):
            setattr(point, name, 5)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x
    assert dataclasses.replace(point, x=5).x == 5
    loose = classes["Loose"](x=1)
    loose.x = 2
    assert loose.x == 2


@pytest.mark.parametrize("base", [OURS, THEIRS], ids=["ours", "theirs"])
@pytest.mark.parametrize("decorator", [dataclass, dataclasses.dataclass], ids=["ours", "theirs"])
def test_each_can_be_derived_from_the_other(base, decorator):
    @decorator(frozen=True)
    class Solid(base["Point"]):
        """A point in space."""

        z: int = 0

    assert Solid(1, 2.0, 3) == Solid(1, 2.0, 3) != Solid(1, 2.0, 4)
    assert hash(Solid(1, 2.0, 3)) == hash(Solid(1, 2.0, 3))
    with pytest.raises(dataclasses.FrozenInstanceError):
        Solid(1).z = 3
    with pytest.raises(TypeError, match="non-frozen"):
        decorator()(type("Open", (base["Point"],), {}))


@dataclass(frozen=True)
class Sent:
    """Goes through a pipe."""

    x: int
    y: tuple = ()


def test_copies_and_what_was_pickled_are_as_frozen_as_the_first():
    sent = Sent(1, (2, 3))
    for copied in (copy.copy(sent), copy.deepcopy(sent), pickle.loads(pickle.dumps(sent))):
        assert copied == sent
        with pytest.raises(dataclasses.FrozenInstanceError):
            copied.x = 2
