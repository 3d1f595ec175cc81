"""Weights and biases as a person types or pastes them: ``W1 = [[0.3], [0.4]]; b1 = [0.1, 0.2]``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from playground.engine.errors import EngineError

_NAME = re.compile(r"\b([Wb])\s*\[?\s*(\d+)\s*\]?\s*=")
_BETWEEN_NUMBERS = re.compile(r"(?<=[\d.\]])\s+(?=[-+.\d\[])")  # as NumPy prints them


def parse_parameters(text: str) -> dict[str, np.ndarray]:
    """Matrices by their names, ``"W1"`` or ``"b1"``.

    Brackets, commas, and blanks as NumPy prints them; ``np.array(...)`` around them is passed
    over, and names may be written ``W[1]``.

    Raises
    ------
    EngineError
        When something cannot be read, with a sentence that says what.
    """
    names = list(_NAME.finditer(text))
    if text[: names[0].start() if names else None].strip():
        raise EngineError(
            f"'{_short(text)}' is not allowed; write W1 = [[0.3], [0.4]]; b1 = [0.1, 0.2]."
        )
    found: dict[str, np.ndarray] = {}
    ends = [name.start() for name in names[1:]] + [len(text)]
    for name, end in zip(names, ends):
        key = name[1] + str(int(name[2]))
        if key in found:
            raise EngineError(f"{key} is given twice.")
        found[key] = _numbers(key, text[name.end() : end])
    return found


def _numbers(name: str, text: str) -> np.ndarray:
    written = text.strip().strip(";,").strip()
    if written.endswith(")"):
        written = written.removeprefix("np.").removeprefix("array(").removesuffix(")")
    try:
        values = np.array(ast.literal_eval(_BETWEEN_NUMBERS.sub(", ", written)), np.float64)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        raise EngineError(f"{name}: '{_short(written)}' is not a matrix of numbers.") from None
    if values.ndim > 2 or not np.isfinite(values).all():
        raise EngineError(f"{name}: '{_short(written)}' is not a matrix of numbers.")
    return values


def layers_of(
    given: Mapping[str, np.ndarray], layer_sizes: Sequence[int]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """W, ``(n[l], n[l-1])``, and b, ``(n[l], 1)``, of every layer; 0 where none is given.

    A plain row of numbers stands for a matrix with one row or one column.

    Raises
    ------
    EngineError
        When a matrix does not fit the network.
    """
    n_layers = len(layer_sizes) - 1
    for name in given:
        if not 1 <= int(name[1:]) <= n_layers:
            raise EngineError(
                f"initializer: {name} is given, and there are {n_layers} layers; "
                "change the hidden layers, or choose other initial weights."
            )
    for layer, (n_in, n) in enumerate(pairwise(layer_sizes), 1):
        yield _fitted(given, f"W{layer}", (n, n_in)), _fitted(given, f"b{layer}", (n, 1))


def _fitted(given: Mapping[str, np.ndarray], name: str, shape: tuple[int, int]) -> np.ndarray:
    values = given.get(name)
    if values is None:
        return np.zeros(shape)
    plain = values.ndim < 2 and 1 in shape and values.size == max(shape)
    if values.shape != shape and not plain:
        raise EngineError(
            f"initializer: {name} is {_shape(values)}; here it must be "
            f"{shape[0]} by {shape[1]}. Change the hidden layers, or choose other initial weights."
        )
    return values.reshape(shape)


def _shape(values: np.ndarray) -> str:
    if values.ndim < 2:
        return f"a row of {values.size}"
    return f"{values.shape[0]} by {values.shape[1]}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
