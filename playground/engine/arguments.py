"""Checks of what is handed to the engine, each with a sentence for what is wrong."""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.engine.activations import Activation, activations
from playground.engine.errors import EngineError
from playground.settings import Registry, SettingError, Settings


def checked_layer_sizes(layer_sizes: Sequence[int]) -> tuple[int, ...]:
    """n[0], ..., n[L] as whole numbers, each at least 1, for L >= 1."""
    try:
        sizes = list(layer_sizes)
    except TypeError:
        raise EngineError(
            f"layer_sizes: {layer_sizes!r} is not a row of whole numbers such as [2, 4, 1]."
        ) from None
    if len(sizes) < 2:
        raise EngineError(
            f"layer_sizes: {sizes!r} is too short; it needs the number of inputs and at least "
            "one layer, such as [2, 1]."
        )
    for i, n in enumerate(sizes):
        if not isinstance(n, numbers.Integral) or isinstance(n, bool) or n < 1:
            raise EngineError(
                f"layer_sizes: {n!r} units in layer {i} are not allowed; every layer has a whole "
                "number of units, at least 1."
            )
    return tuple(int(n) for n in sizes)


def checked_entry(registry: Registry, entry: Any, argument: str) -> Any:
    """An instance of a class of `registry`, from such an instance, a name or (name, settings)."""
    if isinstance(entry, Settings) and type(entry) in registry.values():
        return entry
    name, settings = entry if isinstance(entry, (tuple, list)) and len(entry) == 2 else (entry, {})
    try:
        if not isinstance(name, str):
            raise SettingError("", f"{entry!r} is not the name of one")
        cls = registry.lookup(name)
        return settings if isinstance(settings, cls) else cls(**dict(settings))
    except (SettingError, TypeError, ValueError) as error:
        raise EngineError(f"{argument}: {error}") from None


def checked_activations(entries: Sequence[Any], n_layers: int) -> tuple[Activation, ...]:
    """One activation per layer 1..L, those for outputs alone in the last layer only."""
    if isinstance(entries, str) or len(entries) != n_layers:
        raise EngineError(
            f"activations: {entries!r} is not allowed; it needs one entry for each of the "
            f"{n_layers} layers after the input."
        )
    checked = tuple(
        checked_entry(activations, entry, f"activations[{i}]") for i, entry in enumerate(entries)
    )
    for i, activation in enumerate(checked[:-1]):
        if activation.output_only:
            raise EngineError(
                f"activations[{i}]: {activation.name!r} is not allowed in a hidden layer; "
                "only the output layer can use it."
            )
    return checked


def checked_dtype(dtype: Any) -> np.dtype:
    """float64 or float32, by name or as a type."""
    try:
        found = np.dtype(dtype)
    except TypeError:
        found = None
    if dtype is None or found not in (np.float64, np.float32):
        raise EngineError(f"dtype: {dtype!r} is not allowed; choose float64 or float32.")
    return found


def checked_number(
    value: Any, argument: str, low: float, high: float = math.inf, *, open_low: bool = False
) -> float:
    """A finite number in [low, high], or in (low, high]."""
    allowed = f"{'above' if open_low else 'at least'} {low:g}"
    allowed += f" and at most {high:g}" if high < math.inf else ""
    fine = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if (
        not fine
        or not math.isfinite(value)
        or not low <= value <= high
        or (open_low and value == low)
    ):
        raise EngineError(f"{argument}: {value!r} is not allowed; it must be a number, {allowed}.")
    return float(value)


def checked_keep_prob(keep_prob: Any, n_layers: int) -> tuple[float, ...]:
    """keep_prob of the layers 0..L-1, from None, one number for all, or one number each.

    One number means the hidden layers; the input is dropped only where it is named.
    """
    if keep_prob is None:
        return (1.0,) * n_layers
    if isinstance(keep_prob, numbers.Real):
        keep = checked_number(keep_prob, "keep_prob", 0, 1, open_low=True)
        return (1.0, *[keep] * (n_layers - 1))
    try:
        values = list(keep_prob)
    except TypeError:
        raise EngineError(
            f"keep_prob: {keep_prob!r} is not allowed; give a number or one number per layer."
        ) from None
    if len(values) != n_layers:
        raise EngineError(
            f"keep_prob: {len(values)} numbers are not allowed; give one, or {n_layers}: one for "
            "each layer from the input to the last hidden one."
        )
    return tuple(
        checked_number(value, f"keep_prob[{i}]", 0, 1, open_low=True)
        for i, value in enumerate(values)
    )


def checked_examples(values: Any, argument: str, rows: int, dtype: np.dtype) -> np.ndarray:
    """Examples as columns, ``(rows, m)``, of type `dtype`; not copied where they are so already.

    Values are not looked at: `check_finite` does that.
    """
    try:
        array = np.asarray(values)
        if array.dtype.kind == "c":
            raise TypeError
        if array.dtype != dtype:
            array = array.astype(dtype)
    except (TypeError, ValueError):
        raise EngineError(f"{argument}: it holds something that is not a number.") from None
    if array.ndim != 2 or array.shape[0] != rows or array.shape[1] == 0:
        raise EngineError(
            f"{argument}: the shape {array.shape} is not allowed; examples are columns, so it "
            f"must be ({rows}, m) with at least one example."
        )
    return array


def check_finite(array: np.ndarray, argument: str) -> None:
    """Raise `EngineError` where a number is NaN or infinite."""
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise EngineError(
            f"{argument}: {array[row, column]} in row {row}, column {column} is not allowed; "
            "every value must be a finite number."
        )


def checked_whole(value: Any, argument: str) -> int:
    """A whole number from 1 on."""
    fine = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if not fine or value < 1:
        raise EngineError(
            f"{argument}: {value!r} is not allowed; it must be a whole number, at least 1."
        )
    return int(value)


def checked_generator(rng: Any, argument: str) -> np.random.Generator:
    """A generator of random numbers; the engine makes none of its own."""
    if not isinstance(rng, np.random.Generator):
        raise EngineError(
            f"{argument}: {rng!r} is not allowed; it must be a numpy.random.Generator, such as "
            "numpy.random.default_rng(0)."
        )
    return rng


def check_same_m(X: np.ndarray, Y: np.ndarray) -> None:
    """Raise `EngineError` where X and Y differ in their number of examples."""
    if X.shape[1] != Y.shape[1]:
        raise EngineError(
            f"X and Y: X has {X.shape[1]} examples and Y has {Y.shape[1]}; they must agree."
        )
