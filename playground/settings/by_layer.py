"""Settings that may differ from layer to layer: one value for all, or a row with one for each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playground.settings.errors import SettingError


def values_of(value: Any) -> tuple[Any, ...]:
    """The values of a setting: those of a row, or the one there is."""
    return value if isinstance(value, tuple) else (value,)


def each(value: Any, n: int, path: str, layers: str) -> tuple[Any, ...]:
    """One value for each of n layers.

    Parameters
    ----------
    value : any
        One for all layers, or a row.
    n : int
    path : str
        The setting.
    layers : str
        What these layers are, in the plural: ``"hidden layers"``.

    Raises
    ------
    SettingError
        When a row has another number of values.
    """
    if not isinstance(value, tuple):
        return (value,) * n
    if len(value) != n:
        given = "1 value is" if len(value) == 1 else f"{len(value)} values are"
        raise SettingError(
            path, f"{given} given for {n} {layers}; it takes one for each of them, or one for all."
        )
    return value


def mapped(function: Callable[[Any], Any], value: Any) -> Any:
    """The same with another value for each."""
    if isinstance(value, tuple):
        return gathered(tuple(map(function, value)))
    return function(value)


def gathered(row: tuple[Any, ...]) -> Any:
    """A row as a setting holds it: one value where all are the same."""
    return row[0] if all(value == row[0] for value in row) else row


def resized(value: Any, before: int, after: int, last: int = 0) -> Any:
    """What a row for `before` layers becomes where there are `after` of them.

    The last value counts for new layers. A row that did not fit stays as it is.

    Parameters
    ----------
    value : any
        One for all layers, or a row.
    before, after : int
        Numbers of layers that come and go.
    last : int
        How many values at the end of the row are of layers that stay.
    """
    if not isinstance(value, tuple) or len(value) != before + last or before == after:
        return value
    changing, staying = value[:before], value[before:]
    filled = changing[:after] + changing[-1:] * (after - before)
    return gathered(filled + staying or changing[:1])


def words_of(typed: str) -> list[str]:
    """The words of a row as a person writes it: ``relu, tanh``, ``0.9 0.8``, ``relu-tanh``."""
    typed = re.sub(r"""[\[\]()"']""", "", typed).strip()
    for separator in (r"\s+", ";", ",", "-"):
        words = [word.strip(",;") for word in re.split(separator, typed)]
        if len(words) > 1:
            return [word for word in words if word]
    return words
