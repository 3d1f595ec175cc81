"""What there is to read of one step: where it stands, what is looked at, lines and matrices."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.dataclass import dataclass

#: What writes a number: with as many digits as somebody prefers.
Text = Callable[[float], str]

STAGES = ("Forward", "Loss", "Backward", "Update")

_PLAIN = (
    ("^{[", "["),
    ("]}", "]"),
    (r"\mathcal{L}", "Loss"),
    ("_{dW}", "(dW)"),
    (r" \text{ new}", " new"),
    (r" \text{ by differences}", " by differences"),
)


@dataclass(frozen=True)
class Station:
    """A place on the way through a step.

    Attributes
    ----------
    stage : str
        One of `STAGES`.
    layer : int
        l, from 1.
    """

    stage: str
    layer: int


@dataclass(frozen=True)
class Choice:
    """What is looked at closely, each counted from 0.

    Attributes
    ----------
    unit : int
        Of the layer.
    source : int
        A unit of the layer before, or an input.
    column : int
        Of the examples shown.
    """

    unit: int = 0
    source: int = 0
    column: int = 0


@dataclass(frozen=True, eq=False)
class Value:
    """A matrix with its name.

    Attributes
    ----------
    symbol : str
        As LaTeX.
    name : str
        As a program calls it.
    array : ndarray, 2-D
    focus : tuple of int
        Row and column looked at closely; -1 for none.
    """

    symbol: str
    name: str
    array: np.ndarray
    focus: tuple[int, int] = (-1, -1)

    @property
    def label(self) -> str:
        """As plain text."""
        text = self.symbol
        for latex, plain in _PLAIN:
            text = text.replace(latex, plain)
        return text


@dataclass(frozen=True, eq=False)
class Line:
    """One line of a stage.

    Attributes
    ----------
    formula : str
        As LaTeX.
    values : tuple of Value
        What stands in it, the result last.
    worked : str
        The same in numbers, for the entry looked at closely; empty for none.
    note : str
        What there is to say of it, in a sentence; empty for nothing.
    """

    formula: str
    values: tuple[Value, ...] = ()
    worked: str = ""
    note: str = ""


def route(n_layers: int) -> list[Station]:
    """The way through a step: forward, loss, backward, update."""
    forth = range(1, n_layers + 1)
    return [
        *(Station("Forward", layer) for layer in forth),
        Station("Loss", n_layers),
        *(Station("Backward", layer) for layer in reversed(forth)),
        *(Station("Update", layer) for layer in forth),
    ]
