"""Values of a JSON object that somebody else may have written: of their kind, or refused."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

#: The most characters of a sentence.
LONGEST_SENTENCE = 4_000


def whole(content: dict[str, Any], name: str, least: int = 0) -> int:
    """A whole number from `least` on, or a `ValueError`."""
    value = content[name]
    if type(value) is not int or not least <= value < 2**53:
        raise ValueError(f"{name} is no whole number from {least} on")
    return value


def real(content: dict[str, Any], name: str, most: float) -> float:
    """A number from 0 to `most`, or a `ValueError`."""
    value = content[name]
    if type(value) not in (int, float) or not 0 <= value <= most:
        raise ValueError(f"{name} is not a number from 0 to {most:g}")
    return float(value)


def finite(content: dict[str, Any], name: str) -> float:
    """A finite number, or nan where it is null, or a `ValueError`."""
    value = content[name]
    if value is None:
        return math.nan
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError(f"{name} is not a number")
    return float(value)


def text(content: dict[str, Any], name: str, longest: int) -> str:
    """A text of at most `longest` characters, or a `ValueError`."""
    value = content[name]
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"{name} is no text of at most {longest:,} characters")
    return value


def one_of(content: dict[str, Any], name: str, allowed: Sequence[str]) -> str:
    """One of the texts that are allowed, or a `ValueError`."""
    value = content[name]
    if value not in allowed:
        raise ValueError(f"{name} is none of {', '.join(filter(None, allowed))}")
    return value


def json_bytes(content: Any) -> bytes:
    """Content as JSON that people read."""
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False).encode()
