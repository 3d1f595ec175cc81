"""The parts of a network one can point at, and what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.engine.plan import blocks
from playground.experiment.snapshot import Run
from playground.gui.plotting.pointing import Unit


class Link(NamedTuple):
    """The weight of layer 1..L from unit `column` of the layer before to unit `row`."""

    layer: int
    row: int
    column: int

    @property
    def source(self) -> Unit:
        """Where it comes from."""
        return Unit(self.layer - 1, self.column)

    @property
    def target(self) -> Unit:
        """Where it leads to."""
        return Unit(self.layer, self.row)


class Bias(NamedTuple):
    """The bias of a unit of layer 1..L."""

    layer: int
    row: int

    @property
    def column(self) -> None:
        """There is no unit that it comes from."""


Part = Unit | Link | Bias


class Names:
    """What the parts of the network of a run are called."""

    def __init__(self, run: Run) -> None:
        self._layer_sizes = run.layer_sizes
        self.inputs = run.features.names
        classes = run.dataset.class_names
        # Two classes share one output: the probability of the second.
        self.outputs = tuple(classes) if len(classes) == run.layer_sizes[-1] else ()

    def of(self, part: Part) -> str:
        """The name of a part within a sentence."""
        if isinstance(part, Link):
            return f"weight from {self.of(part.source)} to {self.of(part.target)}"
        if isinstance(part, Bias):
            return f"bias of {self.of(Unit(*part))}"
        if part.layer == 0:
            return self.inputs[part.row]
        if part.layer < len(self._layer_sizes) - 1:
            return f"unit {part.row + 1} of layer {part.layer}"
        return f"output {self.outputs[part.row]}" if self.outputs else "the output"

    def title(self, part: Part) -> str:
        """The name of a part where it stands alone."""
        if isinstance(part, Unit) and part.layer == 0:
            return f"Input {self.inputs[part.row]}"
        name = self.of(part).removeprefix("the ")
        return name[:1].upper() + name[1:]


def value_of(part: Link | Bias, theta: np.ndarray, layer_sizes: Sequence[int]) -> float:
    """The value of a weight or bias in `theta`, ``(n_parameters,)``."""
    block = blocks(theta, layer_sizes)[part.layer - 1]
    return float(block[-1 if part.column is None else part.column, part.row])
