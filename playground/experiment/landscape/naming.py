"""What a single parameter is called, and its place in theta."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def parameter_name(layer_sizes: Sequence[int], index: int) -> str:
    """The name of a parameter, from 1 as in the notes: ``W[2][3, 1]``, or ``b[2][3]``."""
    for layer, (n_in, n) in enumerate(pairwise(layer_sizes), 1):
        size = (n_in + 1) * n
        if index < size:
            source, unit = divmod(index, n)
            place = f"{unit + 1}" if source == n_in else f"{unit + 1}, {source + 1}"
            return f"{'b' if source == n_in else 'W'}[{layer}][{place}]"
        index -= size
    raise IndexError(f"There is no parameter {index} beyond the last.")


def parameter_index(
    layer_sizes: Sequence[int], layer: int, row: int, column: int | None = None
) -> int:
    """The place in theta of a weight from unit `column` to unit `row` of layer 1..L, or of a bias.

    Units count from 0; None for the column is the bias.
    """
    pairs = list(pairwise(layer_sizes))
    before = sum((n_in + 1) * n for n_in, n in pairs[: layer - 1])
    n_in, n = pairs[layer - 1]
    return before + (n_in if column is None else column) * n + row
