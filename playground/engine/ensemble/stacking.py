"""Several settings of one class as one, with columns for numbers: how K members share formulas."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from playground.settings import Settings

_Entry = TypeVar("_Entry", bound=Settings)


def stacked(members: Sequence[_Entry]) -> _Entry:
    """One optimizer (or schedule) whose numbers are columns, ``(K, 1)``, a row per member.

    Its formulas then serve K networks at once. A number all agree in stays a number. The members
    must have the same `stacking_key`.
    """
    together = copy.copy(members[0])
    for name in _number_fields(together):
        values = [getattr(member, name) for member in members]
        if any(value != values[0] for value in values):
            object.__setattr__(together, name, np.array(values)[:, np.newaxis])
    return together


def stacking_key(settings: Settings | None) -> tuple[Any, ...]:
    """What members have to agree in to be stacked: the class, and all that is not a number."""
    if settings is None:
        return ("",)
    numbers = _number_fields(settings)
    fields = (field.name for field in dataclasses.fields(settings))
    return settings.name, *(str(getattr(settings, name)) for name in fields if name not in numbers)


def _number_fields(settings: Settings) -> list[str]:
    return [
        field.name
        for field in dataclasses.fields(settings)
        if type(getattr(settings, field.name)) in (int, float)
    ]
