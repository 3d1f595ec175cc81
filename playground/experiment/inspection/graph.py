"""The computation graph of an expression: values forward, derivatives backward (CS230 2.1.6-7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from playground.data.errors import DataError
from playground.data.formulas.formula import (
    CONSTANTS,
    ONE_VALUE,
    OPERATORS,
    PREFIXES,
    TWO_OR_MORE,
    Call,
    Column,
)
from playground.data.formulas.parser import parse_formulas
from playground.dataclass import dataclass

#: A graph with more nodes has no room on a screen.
MOST_NODES = 40

#: By what a small change of each input is multiplied: of the inputs, the outcome is the last.
Rule = Callable[..., tuple[float, ...]]

_RULES: dict[Callable, Rule] = {
    np.add: lambda x, y, out: (1.0, 1.0),
    np.subtract: lambda x, y, out: (1.0, -1.0),
    np.multiply: lambda x, y, out: (y, x),
    np.divide: lambda x, y, out: (1 / y, -out / y),
    pow: lambda x, y, out: (y * x ** (y - 1), out * np.log(x) if x > 0 else np.nan),
    np.maximum: lambda x, y, out: (float(x >= y), float(x < y)),
    np.minimum: lambda x, y, out: (float(x <= y), float(x > y)),
    np.negative: lambda x, out: (-1.0,),
    np.sin: lambda x, out: (np.cos(x),),
    np.cos: lambda x, out: (-np.sin(x),),
    np.tan: lambda x, out: (1 + out**2,),
    np.tanh: lambda x, out: (1 - out**2,),
    np.exp: lambda x, out: (out,),
    np.log: lambda x, out: (1 / x,),
    np.sqrt: lambda x, out: (1 / (2 * out),),
    np.abs: lambda x, out: (np.sign(x),),
    np.sign: lambda x, out: (0.0,),
    ONE_VALUE["relu"]: lambda x, out: (float(x > 0),),
}
_SYMBOLS: dict[Callable, str] = {
    **{operator.function: sign for sign, operator in OPERATORS.items()},
    PREFIXES["-"].function: "−",
    **{function: name for name, function in (ONE_VALUE | TWO_OR_MORE).items()},
} | {np.multiply: "×", np.subtract: "−"}


@dataclass(frozen=True)
class Node:
    """A value on the way to J.

    Attributes
    ----------
    label : str
        A name, a number, or what is done with the inputs.
    inputs : tuple of int
        The nodes it is computed from, all before it.
    value : float
    derivative : float
        dJ by the change of this value; 0 for a number that nobody changes.
    depth : int
        0 for names and numbers, else one more than the deepest input.
    """

    label: str
    inputs: tuple[int, ...]
    value: float
    derivative: float
    depth: int

    @property
    def is_name(self) -> bool:
        """Whether it is one of the variables."""
        return not self.inputs and self.label[0].isalpha()


def computation_graph(text: str, values: Mapping[str, float]) -> list[Node]:
    """The nodes of an expression, inputs before what is computed of them, J last.

    Raises
    ------
    DataError
        When it is no expression, a variable has no value, or it is too large to be drawn.
    """
    formulas = parse_formulas(text)
    if len(formulas) != 1:
        raise DataError("Write one expression, such as 3*(a + b*c).")
    nodes, functions = _forward(formulas[0].steps, values)
    if len(nodes) > MOST_NODES:
        raise DataError(f"There is room for {MOST_NODES} nodes; this has {len(nodes)}.")
    derivatives = np.zeros(len(nodes))
    derivatives[-1] = 1.0
    with np.errstate(all="ignore"):
        for place in reversed(range(len(nodes))):
            node = nodes[place]
            if not node.inputs:
                continue
            of = (*(np.float64(nodes[i].value) for i in node.inputs), np.float64(node.value))
            for source, factor in zip(node.inputs, _RULES[functions[place]](*of)):
                derivatives[source] += derivatives[place] * factor
    return [replace(node, derivative=float(d)) for node, d in zip(nodes, derivatives)]


def parse_values(text: str) -> dict[str, float]:
    """The values of ``a = 5, b = 3``.

    Raises
    ------
    DataError
        When something in it is no such value.
    """
    values = {}
    for part in filter(str.strip, text.split(",")):
        name, equals, number = part.partition("=")
        try:
            values[name.strip()] = float(number)
        except ValueError:
            raise DataError(f"'{part.strip()}' is no value; write a = 5, b = 3.") from None
        if not (equals and name.strip()):
            raise DataError(f"'{part.strip()}' is no value; write a = 5, b = 3.")
    return values


def _forward(steps, values: Mapping[str, float]) -> tuple[list[Node], dict[int, Callable]]:
    nodes: list[Node] = []
    functions: dict[int, Callable] = {}
    known: dict[str, int] = {}
    stack: list[int] = []
    for step in steps:
        if isinstance(step, Call):
            inputs = tuple(stack[-step.arity :])
            del stack[-step.arity :]
            with np.errstate(all="ignore"):
                value = float(step.function(*(np.float64(nodes[i].value) for i in inputs)))
            functions[len(nodes)] = step.function
            depth = 1 + max(nodes[i].depth for i in inputs)
            node = Node(_SYMBOLS[step.function], inputs, value, 0.0, depth)
        elif isinstance(step, Column):
            if step.name in known:
                stack.append(known[step.name])
                continue
            known[step.name] = len(nodes)
            node = Node(step.name, (), _value_of(step.name, values), 0.0, 0)
        else:
            node = Node(f"{step:g}", (), float(step), 0.0, 0)
        stack.append(len(nodes))
        nodes.append(node)
    return nodes, functions


def _value_of(name: str, values: Mapping[str, float]) -> float:
    if name in values:
        return values[name]
    if name in CONSTANTS:
        return CONSTANTS[name]
    raise DataError(f"'{name}' has no value; write {name} = 1.")
