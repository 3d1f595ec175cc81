"""Weights with nothing around them: ``W1``, ``b1``, ``W2``, ... as a course's notebook saves them.

What the file does not say, activations, scaling and columns, is that of the network they are
imported into; they fit where their shapes do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from playground.io.errors import ExportError
from playground.io.prediction.predictor import Predictor

_NAME = re.compile(r"(?:parameters[/._])?([Wwb])(\d*)")


def is_bare(arrays: Mapping[str, np.ndarray]) -> bool:
    """Whether there are weights of a first layer, and nothing that says of what network."""
    return not {"version", "activations"} & set(arrays) and 1 in _layers(arrays)


def completed(arrays: Mapping[str, np.ndarray], present: Predictor, name: str) -> Predictor:
    """A predictor as `present` is, with weights that stand alone in a file.

    Raises
    ------
    ExportError
        When their shapes are not those of the network, naming the first that is not.
    """
    found, network = _layers(arrays), present.network.copy()
    sizes = network.layer_sizes
    if set(found) != set(range(1, len(sizes))):
        count = len(found)
        raise ExportError(
            f"'{name}' does not fit: it has the weights of {count} layer{'' if count == 1 else 's'}"
            f" ({', '.join(map(str, sorted(found)))}); the network {'-'.join(map(str, sizes))} has "
            f"{len(sizes) - 1}."
        )
    for layer, (W, b) in enumerate(zip(network.weights, network.biases), 1):
        given = found[layer]
        W[...] = _fitted(given.get("W"), W.shape, f"W{layer}", name)
        b[...] = _fitted(given.get("b"), b.shape, f"b{layer}", name)
    return replace(present, network=network)


def _layers(arrays: Mapping[str, np.ndarray]) -> dict[int, dict[str, np.ndarray]]:
    """The arrays by layer; without a number they are of the first, as logistic regression has."""
    layers: dict[int, dict[str, np.ndarray]] = {}
    for name, array in arrays.items():
        if match := _NAME.fullmatch(name):
            letter, number = match.groups()
            layers.setdefault(int(number or 1), {})[letter.replace("w", "W")] = array
    return {layer: found for layer, found in layers.items() if "W" in found}


def _fitted(array: np.ndarray | None, shape: tuple[int, ...], what: str, name: str) -> np.ndarray:
    """An array in the shape of the notes: biases as a column, weights of one unit as a row."""
    if array is None:
        raise ExportError(f"'{name}' does not fit: {what} is missing.")
    is_vector = 1 in shape and array.size == shape[0] * shape[1] and array.ndim <= 2
    if array.dtype.kind not in "iuf" or not (array.shape == shape or is_vector):
        raise ExportError(
            f"'{name}' does not fit: {what} has the shape {array.shape} and must be {shape}."
        )
    return array.reshape(shape)
