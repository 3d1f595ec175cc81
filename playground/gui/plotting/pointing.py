"""What a person can point at in one view, and others show as well."""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit, counted from 0, of layer 0 (the inputs) to L (the output)."""

    layer: int
    row: int


class Example(NamedTuple):
    """An example, by its place in ``"train"``, ``"dev"`` or ``"test"``."""

    part: str
    place: int


class Threshold(NamedTuple):
    """From which output on the second of two classes is said."""

    value: float
