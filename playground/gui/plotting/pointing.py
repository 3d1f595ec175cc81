"""What a person can point at in one view, and others show as well."""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """A unit, counted from 0, of layer 0 (the inputs) to L (the output)."""

    layer: int
    row: int


class Inspected(NamedTuple):
    """What is looked at closely in one step: a unit of a layer, and a column of the examples.

    Attributes
    ----------
    layer : int
        From 1; 0 for nothing.
    unit, column : int
        From 0.
    backward : bool
        Whether derivatives are looked at.
    """

    layer: int = 0
    unit: int = 0
    column: int = 0
    backward: bool = False


class Examples(NamedTuple):
    """Examples that were chosen, by their places in ``"train"``, ``"dev"`` or ``"test"``.

    They stay chosen until others are: none at all where there are no places.
    """

    part: str
    places: tuple[int, ...] = ()


class Parameter(NamedTuple):
    """A weight, or a bias, that was clicked.

    Attributes
    ----------
    layer : int
        1..L.
    row : int
        The unit, from 0.
    column : int or None
        The unit of the layer before; None for the bias.
    """

    layer: int
    row: int
    column: int | None = None


class Threshold(NamedTuple):
    """From which output on the second of two classes is said."""

    value: float
